// How the engine lets LMDB keep its list of free pages.

/**
 * The list of free pages is read anew by each transaction, as far as it needs it. A list that is kept between
 * transactions is written back in parts, and when it meets its oldest entry the parts no longer fit each other:
 * the process aborts (`mdb_freelist_save`), or the same page is given out twice. To keep it also costs time for
 * every free page in every commit. The option is read by the native part; the types of the package lack it.
 */
export const FREE_PAGES: object = { maxFreeSpaceToRetain: 0 };
