/** Generated from openapi.json by openapi-typescript. Do not edit: run `npx nx run api-client:generate`. */
export interface paths {
    "/api/v1/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Many operations in one request
         * @description Up to 1000 operations, one JSON object a line: `get` (`key`, `consistency`), `put` (`key`, `value` as text or `base64`, `contentType`, `ttl`, `ifMatch`, `ifNoneMatch`, `idempotencyKey`), `delete` (`key`, `ifMatch`, `ifNoneMatch`, `idempotencyKey`). Each has a result of its own, with the status that it would have alone, in the order of the lines. **No transaction**: some may fail while others succeed, and others see them one by one. Operations on one key run in the order of their lines. When the answer ends early, what it does not tell of may have happened.
         */
        post: operations["batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Events of the ring, as server-sent events
         * @description Ring changes, lookups and movements of keys as this node sees them. `id` names the life of the node and a number within it; with `Last-Event-ID` the stream goes on behind it, as far back as events are kept. After a restart of the node it begins with the event `restart` instead: read the present state anew. A comment comes every 15 seconds.
         *
         *     The stream does not end by itself, and a page that waits for its end (such as "Try it out") waits for ever: give it `limit` or `seconds`, or listen with `curl --no-buffer http://localhost:5000/api/v1/events`.
         */
        get: operations["getEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/insights": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The activity of the ring in the last 15 minutes
         * @description Operations with their durations, hops of lookups, and round trips between members, as each member has measured them itself. Gathered in bounded time; members that did not answer are left out.
         */
        get: operations["getInsights"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Keys of the whole ring, sorted by name, in pages
         * @description In the order of the bytes of UTF-8. A key that is not written meanwhile is on exactly one page; one that is written or removed meanwhile may or may not be. With `delimiter` one level of a hierarchy: names that go on behind the next delimiter are given once, cut there, as `prefixes`. When a majority of the home replicas of some ids is gone, the page says which ids it lacks.
         */
        get: operations["listKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A value */
        get: operations["getKey"];
        /**
         * Store a value
         * @description The body is taken as raw bytes; its content type is kept. `If-Match` replaces only that version, `If-None-Match: *` only creates. A value that is replaced without `ttl` does not expire any more.
         */
        put: operations["putKey"];
        post?: never;
        /** Remove a value */
        delete: operations["deleteKey"];
        options?: never;
        /** The attributes of a value, without its bytes */
        head: operations["headKey"];
        /**
         * Change the time to live of a value
         * @description The value and its content type stay; the version changes, as with every write.
         */
        patch: operations["changeLife"];
        trace?: never;
    };
    "/api/v1/keys/{key}/replicas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The copies of a value, side by side
         * @description Each home replica says what lies there now, without a vote and without being mended by it. Beside a write one may be behind for a moment; one that stays behind is brought up by the comparison that runs by itself.
         */
        get: operations["compareReplicas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The number and size of keys
         * @description Of the whole ring, counted now. Without `prefix` this path is that of the key named `count`; give an empty one to count all keys.
         */
        get: operations["countKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lookups/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The lookup of a key, hop by hop
         * @description Its id, its owner, and every hop: from, to, by which entry, how long, which failed.
         */
        get: operations["lookup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/node": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This node's own view
         * @description Predecessor, successor list, distinct fingers with their intervals, store figures.
         */
        get: operations["getNode"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/node/backup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The state of the last backup of this node */
        get: operations["getBackup"];
        put?: never;
        /**
         * Begin a backup of what this node keeps
         * @description A compacted copy of its engine, as it was at one moment, while it runs; into a new folder below `--backup-dir`, with sizes and digests. One at a time.
         */
        post: operations["backUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/node/recovery": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give up nodes that are gone for good
         * @description For a ring in which arcs wait for nodes that will never come back. Ask it of **every** node that is left: with `"check": true` first, which changes nothing, then without, with all arcs that they have returned as `waiting`. In the arcs that wait each of them goes on with the copies that it has, and these become one; all other arcs are served on. What only the lost nodes had is lost.
         */
        post: operations["recover"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/nodes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A member's own view, relayed */
        get: operations["getNodeById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ring": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The ring as its members report it
         * @description Gathered in bounded time; members that did not answer are marked `unreachable`.
         */
        get: operations["getRing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ring/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bring this node and others into one ring
         * @description Answers once it is so, or with an error that names the peers that failed and why.
         */
        post: operations["join"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ring/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What would move if this node left */
        get: operations["previewLeave"];
        put?: never;
        /**
         * Leave the ring and stop
         * @description Hands the keys over, tells the neighbours, answers, and then the process stops.
         */
        post: operations["leave"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the token of this request may do */
        get: operations["getSession"];
        put?: never;
        /**
         * Log a browser in
         * @description Sets a cookie that no script can read, for twelve hours. Programs send the token itself instead.
         */
        post: operations["logIn"];
        /** Log a browser out */
        delete: operations["logOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/watch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Changes of keys, as server-sent events
         * @description Events `created`, `replaced`, `deleted` and `expired` with `key`, `version` and time (`at`), in the order of each key, over the whole ring; a change is told when a majority of the home replicas has it. After `ready` nothing is missed. With `Last-Event-ID`, at any node, the stream goes on behind that event, through joins, leaves and crashes: primaries remember 100,000 changes, or ten minutes. What cannot be made good is told as `gap`, for a key or for an arc of ids: read again from there. What was missed before is told so before `ready`, which waits until each arc of ids has answered. A comment comes every 15 seconds. The stream does not end by itself.
         */
        get: operations["watchKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/db/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The value under a key
         * @description An empty body with `X-Chord-Found: false` when there is none.
         */
        get: operations["getValue"];
        /**
         * Store a value under a key
         * @description The body is taken as it is, whatever its content type says. A value that is there is replaced.
         */
        put: operations["putValue"];
        /**
         * Store a value under a key
         * @description The body is taken as it is, whatever its content type says. A value that is there is replaced.
         */
        post: operations["postValue"];
        /** Remove the value under a key */
        delete: operations["deleteValue"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/db/path/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The nodes that a lookup of a key visits
         * @description By fingers, from this node to the owner, both included.
         */
        get: operations["getPath"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/db/view/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The dashboard, opened at the path of a key */
        get: operations["viewPath"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dht": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The keys that this node stores as their owner */
        get: operations["getOwnKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dht/closest_preceding_node": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The node of this node's tables that most closely precedes an id */
        get: operations["closestPrecedingNode"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dht/find_successor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The owner of an id */
        get: operations["findSuccessor"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dht/flush": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Empty the store of this node
         * @description Removes every key that this node stores; those of other nodes stay.
         */
        post: operations["flush"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dht/get_predecessor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The next node counter-clockwise */
        get: operations["getPredecessor"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dht/get_successor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The next node clockwise */
        get: operations["getSuccessor"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dht/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Bring this node and others into one ring
         * @description The body names one or more peers, `host:port`, one a line. Answers once this node and all of them are in one ring, whether a peer was alone, in this ring already, or in another ring.
         */
        put: operations["putJoin"];
        /**
         * Bring this node and others into one ring
         * @description The body names one or more peers, `host:port`, one a line. Answers once this node and all of them are in one ring, whether a peer was alone, in this ring already, or in another ring.
         */
        post: operations["postJoin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dht/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Leave the ring and stop
         * @description Hands the keys over, tells the neighbours, answers, and then the process stops. A node that is alone just stops; its keys stay on disk.
         */
        get: operations["getLeave"];
        put?: never;
        /**
         * Leave the ring and stop
         * @description Hands the keys over, tells the neighbours, answers, and then the process stops. A node that is alone just stops; its keys stay on disk.
         */
        post: operations["postLeave"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dht/notify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell this node about a possible predecessor
         * @description The node has to answer at that address, as a member of a ring with the same parameters.
         */
        post: operations["notify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dht/peers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All members by address, clockwise from this node */
        get: operations["getPeers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dht/peers/id": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All members by id, clockwise from this node */
        get: operations["getPeerIds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dht/peers/view": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The dashboard, opened at the ring */
        get: operations["viewRing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process lives */
        get: operations["getLive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the node serves, alone or as a member
         * @description 503 while it starts, joins or stops, and while it can serve none of its keys. 200 with `degraded` and reasons while it can serve some, or read but not write.
         */
        get: operations["getReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metrics in the text format of Prometheus */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/shutdown": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stop without leaving
         * @description The process ends cleanly with its keys on disk, and will be back in its ring after a start.
         */
        get: operations["getShutdown"];
        put?: never;
        /**
         * Stop without leaving
         * @description The process ends cleanly with its keys on disk, and will be back in its ring after a start.
         */
        post: operations["postShutdown"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        ArcDto: {
            /** @description Ids behind this one, in hexadecimal */
            fromId: string;
            /** @description up to and with this one; the whole ring when equal */
            toId: string;
        };
        BackupDto: {
            /**
             * @description Of its files
             * @example 65536
             */
            bytes: number | null;
            /** Format: date-time */
            endedAt: string | null;
            /**
             * @description Its folder, on the machine of the node; null until it is whole
             * @example /backups/localhost-5000-20270131T120000000Z
             */
            folder: string | null;
            /**
             * @description Copies of keys in it, about; those of other owners included
             * @example 12
             */
            keys: number | null;
            /**
             * @description Why it failed
             * @example null
             */
            message: string | null;
            /** Format: date-time */
            startedAt: string | null;
            /**
             * @description `none`: there was none since this node was started
             * @example done
             */
            state: components["schemas"]["BackupState"];
        };
        /**
         * @description `none`: there was none since this node was started
         * @enum {string}
         */
        BackupState: "none" | "running" | "done" | "failed";
        /** @enum {string} */
        ErrorCode: "UNREACHABLE" | "TIMEOUT" | "BUSY" | "INCOMPATIBLE" | "WRONG_RECEIVER" | "MALFORMED" | "UNKNOWN_MESSAGE" | "NOT_MEMBER" | "PENDING" | "NOT_ALONE" | "LOOKUP_FAILED" | "DEADLINE" | "JOIN_FAILED" | "REFUSED" | "INTERNAL" | "NOT_OWNER" | "PRECONDITION_FAILED" | "MALFORMED_CONDITION" | "OTHER_REQUEST" | "KEY_TOO_LARGE" | "VALUE_TOO_LARGE" | "KEY_INVALID" | "UNAVAILABLE" | "STORAGE_FULL" | "CORRUPT" | "SEALED" | "OTHER_VIEW" | "OTHER_DISK" | "DRAINING" | "BAD_REQUEST" | "BAD_URL" | "BAD_ADDRESS" | "BAD_ID" | "BAD_QUERY" | "BAD_HEADER" | "UNSUPPORTED_CODING" | "UNSUPPORTED_TRANSFER" | "EXPECTATION_FAILED" | "BAD_BODY" | "NOT_FOUND" | "KEY_NOT_FOUND" | "UNKNOWN_MEMBER" | "METHOD_NOT_ALLOWED" | "FOREIGN_HOST" | "FOREIGN_ORIGIN" | "UNAUTHENTICATED" | "FORBIDDEN" | "BODY_TOO_LARGE" | "URI_TOO_LONG" | "HEADERS_TOO_LARGE" | "REQUEST_TIMEOUT" | "TOO_MANY_STREAMS" | "TOO_MANY_REQUESTS" | "NOT_READY" | "OVERLOADED" | "NO_BACKUP" | "NO_RECOVERY" | "HANDLER_DEADLINE" | "DEFECT";
        FingerDto: {
            /**
             * @description Milliseconds since the entry was last confirmed; null when never
             * @example 840
             */
            ageMs: number | null;
            /**
             * @description First entry of the run, from 0
             * @example 0
             */
            firstIndex: number;
            /**
             * @description Last entry of the run
             * @example 157
             */
            lastIndex: number;
            node: components["schemas"]["NodeRefDto"];
            /** @description Start of the interval of the first entry, as printed */
            start: string;
            /**
             * @description The same in turns
             * @example 0.31
             */
            startPosition: number;
        };
        HealthDto: {
            /**
             * @description Copies that each key has, at least: a majority while members are missing or copies are on their way
             * @example 3
             */
            copies: number;
            /**
             * @description Copies that each key should have
             * @example 3
             */
            copiesWanted: number;
            /** @description What to do about it */
            nextStep: string | null;
            /**
             * @description How the ring is, in one sentence
             * @example Ring healthy: 5 nodes, every key on 3 of 3 nodes.
             */
            sentence: string;
            /** @example healthy */
            state: components["schemas"]["HealthState"];
        };
        HealthReportDto: {
            /**
             * @description In the ring
             * @example member
             */
            membership: string;
            /**
             * @description Of the process
             * @example serving
             */
            phase: string;
            /** @description Why it is degraded: a part of the service is out */
            reasons: components["schemas"]["ReasonDto"][];
            /** @example ok */
            status: components["schemas"]["ReadyStatus"];
        };
        /** @enum {string} */
        HealthState: "alone" | "healthy" | "degraded" | "broken";
        HopDto: {
            /**
             * @description Why it failed
             * @example null
             */
            code: string | null;
            from: components["schemas"]["NodeRefDto"];
            /** @example 0.8 */
            milliseconds: number;
            /**
             * @description From 1, in the order they were taken
             * @example 1
             */
            number: number;
            /** @example answered */
            outcome: components["schemas"]["HopOutcome"];
            to: components["schemas"]["NodeRefDto"];
            /** @description Why this hop was taken */
            via: components["schemas"]["ViaDto"];
        };
        /** @enum {string} */
        HopOutcome: "answered" | "failed";
        InsightsDto: {
            /** @description Of the members that answered, clockwise */
            nodes: components["schemas"]["NodeInsightsDto"][];
            /** Format: date-time */
            readAt: string;
            /**
             * @description How many members are known
             * @example 5
             */
            total: number;
        };
        InvariantDto: {
            /** @description What is wrong, when it does not hold */
            detail: string | null;
            holds: boolean;
            /** @example OrderedRing */
            name: string;
            /** @description Addresses of the nodes concerned */
            nodes: string[];
        };
        JoinedPeerDto: {
            /**
             * @description The address as it was given
             * @example localhost:5001
             */
            address: string;
            /**
             * @description Why it failed
             * @example null
             */
            code: string | null;
            /** @example null */
            message: string | null;
            /** @description The name that the peer gives itself */
            name: string | null;
            ok: boolean;
        };
        JoinReportDto: {
            ok: boolean;
            peers: components["schemas"]["JoinedPeerDto"][];
        };
        JoinRequestDto: {
            /**
             * @description Addresses, host:port
             * @example [
             *       "localhost:5001",
             *       "localhost:5002"
             *     ]
             */
            peers: string[];
        };
        KeyCountDto: {
            /**
             * @description How old the figures are, milliseconds
             * @example 4
             */
            ageMs: number;
            /**
             * @description The sizes of their values
             * @example 16
             */
            bytes: number;
            /** @description False when a part of the ring could not be read */
            complete: boolean;
            /** @example 1 */
            keys: number;
            /** @description The ids whose keys are not counted */
            missing: components["schemas"]["ArcDto"][];
            /** @example json- */
            prefix: string;
        };
        KeyDto: {
            /** @example 16 */
            bytes: number;
            /** @example text/plain */
            contentType: string;
            /**
             * Format: date-time
             * @description When it expires; null for never
             */
            expiresAt: string | null;
            /** @example keyval */
            key: string;
            /** Format: date-time */
            modifiedAt: string;
            /** @description The version, which is the ETag */
            version: string;
        };
        KeyListDto: {
            /** @description False when a part of the ring could not be read */
            complete: boolean;
            /** @description Give it back to get the next page; null at the end */
            cursor: string | null;
            /** @description Sorted by name (bytes of UTF-8) */
            keys: components["schemas"]["KeyDto"][];
            /** @description The ids whose keys this page lacks; ask for the page again to have them */
            missing: components["schemas"]["ArcDto"][];
            /**
             * @description With a delimiter: the common prefixes of names that go on behind it, sorted
             * @example [
             *       "photos/"
             *     ]
             */
            prefixes: string[];
        };
        KeyReplicasDto: {
            /** @description Whether all have answered, and none is behind or unreadable */
            agree: boolean;
            /** @example keyval */
            key: string;
            /** @description The latest version that was found, a removal included; null when no replica has one */
            newest: string | null;
            /** @description The home replicas, the owner first */
            replicas: components["schemas"]["ReplicaDto"][];
        };
        LeavePreviewDto: {
            /**
             * @description Bytes of their values
             * @example 4096
             */
            bytes: number;
            /** @description Who would get them; null when alone */
            heir: components["schemas"]["NodeRefDto"] | null;
            /**
             * @description Keys that would move
             * @example 12
             */
            keys: number;
        };
        LeaveReportDto: {
            /**
             * @description Keys that were handed over
             * @example 12
             */
            handedOver: number;
            ok: boolean;
        };
        LifeDto: {
            /**
             * Format: date-time
             * @description When it expires; null for never
             */
            expiresAt: string | null;
            /** @example keyval */
            key: string;
            /** @description The version, which is the ETag; a change is a write */
            version: string;
        };
        LifeRequestDto: {
            /**
             * @description Seconds from now; null for no expiry
             * @example 60
             */
            ttl: number | null;
        };
        LiveReportDto: {
            /**
             * @description In the ring
             * @example member
             */
            membership: string;
            /**
             * @description Of the process
             * @example serving
             */
            phase: string;
            /** @example ok */
            status: string;
        };
        LoginDto: {
            /**
             * @description A token of the --tokens-file
             * @example a-token
             */
            token: string;
        };
        LookupDto: {
            /**
             * @description Half the binary logarithm of the members
             * @example 1.16
             */
            expectedHops: number;
            /**
             * Format: date-time
             * @description When the value expires; null for never, or when there is none
             */
            expiresAt: string | null;
            /** @description Whether there is a value; null when that could not be found out */
            found: boolean | null;
            /**
             * @description Nodes passed on the way, as the Chord papers count (ToN 2003, V-C): neither the node that was asked nor the owner
             * @example 2
             */
            hopCount: number;
            hops: components["schemas"]["HopDto"][];
            /** @example keyval */
            key: string;
            keyId: components["schemas"]["PlaceDto"];
            /** @description Members of the ring, as far as they are known */
            members: number;
            /** @example 1.9 */
            milliseconds: number;
            owner: components["schemas"]["NodeRefDto"];
            /** @description From the start to the owner, both included */
            path: components["schemas"]["NodeRefDto"][];
            /** @description The nodes that hold the key, owner first */
            replicas: components["schemas"]["NodeRefDto"][];
            /** @description Where the lookup started */
            start: components["schemas"]["NodeRefDto"];
        };
        /**
         * @description `silent`: it does not answer. `stopped`: it said that it stops and will be back. `left`: it has left for good
         * @enum {string}
         */
        LossReason: "silent" | "stopped" | "left";
        LostMemberDto: {
            /**
             * @description Milliseconds since the first sign
             * @example 4200
             */
            ageMs: number;
            node: components["schemas"]["NodeRefDto"];
            /**
             * @description `silent`: it does not answer. `stopped`: it said that it stops and will be back. `left`: it has left for good
             * @example silent
             */
            reason: components["schemas"]["LossReason"];
        };
        MemberDto: {
            /**
             * @description Milliseconds since this was read
             * @example 12
             */
            ageMs: number;
            /** @description Bytes of all values that it stores, its own included */
            bytes: number | null;
            /** @description Copies of keys that it stores, its own included */
            copies: number | null;
            /** @description Empty when the member did not answer */
            fingers: components["schemas"]["FingerDto"][];
            /** @description Keys that it stores as owner */
            keys: number | null;
            /** @description Records that it brings to others or fetches now */
            moving: components["schemas"]["MovingDto"] | null;
            node: components["schemas"]["NodeRefDto"];
            /** @description Bytes of the values that it stores as owner */
            ownBytes: number | null;
            predecessor: components["schemas"]["NodeRefDto"] | null;
            /** @description Whether it is the node that was asked */
            self: boolean;
            /**
             * @description The share of the circle that it owns, 0 to 1
             * @example 0.24
             */
            share: number | null;
            /** @example member */
            state: components["schemas"]["MemberState"];
            successors: components["schemas"]["NodeRefDto"][];
        };
        /** @enum {string} */
        MemberState: "starting" | "alone" | "joining" | "member" | "leaving" | "left" | "unreachable";
        MovementDto: {
            /** @example 4096 */
            receivedBytes: number;
            /**
             * @description Records received since the start
             * @example 12
             */
            receivedRecords: number;
            /** @example 4096 */
            sentBytes: number;
            /**
             * @description Records sent since the start
             * @example 12
             */
            sentRecords: number;
            /** @description The present transfers of this node; the node at the other end only counts records */
            underWay: components["schemas"]["MovingDto"] | null;
        };
        MovingDto: {
            /**
             * @description As many of them are done
             * @example 400000
             */
            done: number;
            /**
             * @description Records to be moved, or to be compared whether they have to be
             * @example 1000000
             */
            records: number;
            /** @example 52000 */
            recordsPerSecond: number;
            /**
             * @description At this pace; null while there is none yet
             * @example 12
             */
            secondsLeft: number | null;
        };
        NodeInsightsDto: {
            /**
             * @description How many lookups took 0, 1, 2, ... hops to the predecessor of their target
             * @example [
             *       12,
             *       30,
             *       8
             *     ]
             */
            hops: number[];
            node: components["schemas"]["NodeRefDto"];
            /** @description To the peers that it talks to */
            roundTrips: components["schemas"]["RoundTripDto"][];
            /** @description Of the last 15 minutes, the earliest first */
            samples: components["schemas"]["SampleDto"][];
        };
        NodeRefDto: {
            /**
             * @description host:port; with #1, #2, ... behind it for a further position of that node
             * @example localhost:5000
             */
            address: string;
            /**
             * @description The id in hexadecimal of fixed width
             * @example 4b1a3d5e8f7091a2b3c4d5e6f70812345678abcd
             */
            id: string;
            /**
             * @description Where the id lies on the circle, in turns clockwise from id 0
             * @example 0.2934
             */
            position: number;
            /**
             * @description The id as people read it: decimal in rings of at most 32 bits
             * @example 4b1a3d5e8f7091a2b3c4d5e6f70812345678abcd
             */
            printedId: string;
        };
        NodeViewDto: {
            /**
             * @description Length of an id
             * @example 160
             */
            bits: number;
            /** @description The distinct fingers, nearest first */
            fingers: components["schemas"]["FingerDto"][];
            /** @example sha-1 */
            hash: string;
            /** @description Members that it saw fall silent or go in the last 15 minutes */
            lost: components["schemas"]["LostMemberDto"][];
            /**
             * @description The parameters it runs with
             * @example {
             *       "successorsMax": 20,
             *       "stabiliseMs": 1000
             *     }
             */
            parameters: {
                [key: string]: number;
            };
            predecessor: components["schemas"]["NodeRefDto"] | null;
            self: components["schemas"]["NodeRefDto"];
            /** @example member */
            state: components["schemas"]["MemberState"];
            store: components["schemas"]["StoreFiguresDto"];
            /** @description The successor list, nearest first */
            successors: components["schemas"]["NodeRefDto"][];
            /**
             * @description The transport to its peers
             * @example mux
             */
            transport: string;
            /** @description Arcs of its own that it cannot serve until a majority of their home replicas is there */
            unserved: components["schemas"]["UnservedArcDto"][];
            /** @example 86.4 */
            uptimeSeconds: number;
            /**
             * @description Version of the program
             * @example 0.1.0
             */
            version: string;
        };
        PartialFailureDto: {
            /** @example localhost:5009 */
            address: string;
            /** @example UNREACHABLE */
            code: string;
            /** @example Nothing listens at localhost:5009. */
            message: string;
        };
        PlaceDto: {
            /**
             * @description The id in hexadecimal of fixed width
             * @example 4b1a3d5e8f7091a2b3c4d5e6f70812345678abcd
             */
            id: string;
            /**
             * @description Where the id lies on the circle, in turns clockwise from id 0
             * @example 0.2934
             */
            position: number;
            /**
             * @description The id as people read it: decimal in rings of at most 32 bits
             * @example 4b1a3d5e8f7091a2b3c4d5e6f70812345678abcd
             */
            printedId: string;
        };
        ProblemDto: {
            /** @example UNREACHABLE */
            code: components["schemas"]["ErrorCode"];
            /** @example Nothing listens at localhost:5009. */
            detail: string;
            errors?: components["schemas"]["PartialFailureDto"][];
            /**
             * @description Whether a write that failed may have been applied: `not-applied` or `unknown`
             * @example not-applied
             */
            outcome?: string;
            /** @description The request in the log of the node */
            requestId: string;
            /** @example 502 */
            status: number;
            /** @example The peer cannot be reached */
            title: string;
            /** @example urn:chord-dht:problem:unreachable */
            type: string;
        };
        PutResultDto: {
            /** @description Whether there was no value before */
            created: boolean;
            /**
             * Format: date-time
             * @description When it expires; null for never
             */
            expiresAt: string | null;
            /**
             * @description Messages from the node that was asked to the owner; 0 when it is the owner
             * @example 1
             */
            hops: number;
            /** @example keyval */
            key: string;
            owner: components["schemas"]["NodeRefDto"];
            /** @description The version, which is the ETag */
            version: string;
        };
        /** @enum {string} */
        ReadyStatus: "ok" | "degraded";
        /** @enum {string} */
        ReasonCode: "NO_MAJORITY" | "OTHER_NAME" | "DISK_FULL" | "DISK_FAULT";
        ReasonDto: {
            /** @example DISK_FULL */
            code: components["schemas"]["ReasonCode"];
            /** @description What is wrong, and what to do */
            message: string;
        };
        RecoveryDto: {
            /**
             * @description Arcs that wait for them
             * @example 2
             */
            arcs: number;
            /**
             * @description Bytes of their values
             * @example 4096
             */
            bytes: number;
            /**
             * @description Copies of keys that this node has
             * @example 12
             */
            keys: number;
            /** @description The nodes that are given up */
            lost: string[];
            /** @description What may be lost */
            message: string;
            /** @description These arcs */
            waiting: components["schemas"]["WaitingArcDto"][];
        };
        RecoveryRequestDto: {
            /**
             * @description Only say whether they can be given up; nothing is changed
             * @example true
             */
            check?: boolean;
            /**
             * @description The nodes that are given up, `host:port`: all that arcs wait for, and no others
             * @example [
             *       "localhost:5001",
             *       "localhost:5002"
             *     ]
             */
            lost: string[];
            /** @description The arcs, as all nodes returned them with `check`, so that each gives the nodes up in the same ones; only their form is checked. Without it, those that this node knows of */
            waiting?: components["schemas"]["WaitingArcDto"][];
        };
        ReplicaDto: {
            /**
             * Format: date-time
             * @description When the first write was made that this copy lacks and another one has, as far as that one remembers its writes; null when it lacks none that is known
             */
            behindSince: string | null;
            /** @description The size of the value */
            bytes: number | null;
            /** @description Why it has not answered */
            code: string | null;
            /** @example text/plain */
            contentType: string | null;
            /** Format: date-time */
            expiresAt: string | null;
            /**
             * @description How long its answer took
             * @example 0.8
             */
            milliseconds: number;
            /**
             * Format: date-time
             * @description When this version was written
             */
            modifiedAt: string | null;
            node: components["schemas"]["NodeRefDto"];
            /**
             * @description `removed`: the removal is noted; `absent`: nothing lies there; `unreadable`: what lies there is damaged; `silent`: the node has not answered, and `code` says why
             * @example value
             */
            state: components["schemas"]["ReplicaState"];
            /** @description The version, which is the ETag */
            version: string | null;
        };
        /**
         * @description `removed`: the removal is noted; `absent`: nothing lies there; `unreadable`: what lies there is damaged; `silent`: the node has not answered, and `code` says why
         * @enum {string}
         */
        ReplicaState: "value" | "expired" | "removed" | "absent" | "unreadable" | "silent";
        RingDto: {
            /**
             * @description How many of them answered
             * @example 5
             */
            answered: number;
            /**
             * @description Length of an id
             * @example 160
             */
            bits: number;
            /** @description Whether the walk came round and all answered */
            complete: boolean;
            /** @example sha-1 */
            hash: string;
            health: components["schemas"]["HealthDto"];
            invariants: components["schemas"]["InvariantDto"][];
            /** @description Members that are missed, for 15 minutes after their loss */
            lost: components["schemas"]["LostMemberDto"][];
            /** @description Clockwise from the node that was asked */
            members: components["schemas"]["MemberDto"][];
            /** Format: date-time */
            readAt: string;
            /** @description The node that was asked */
            self: components["schemas"]["NodeRefDto"];
            /**
             * @description How many are known
             * @example 5
             */
            total: number;
            /** @description Arcs that wait for a majority of their home replicas: 503 for their keys */
            unserved: components["schemas"]["UnservedArcDto"][];
        };
        /** @enum {string} */
        Role: "read" | "write" | "admin";
        RoundTripDto: {
            /**
             * @description Smoothed milliseconds of a call
             * @example 0.8
             */
            ms: number;
            /**
             * @description The peer
             * @example localhost:5001
             */
            to: string;
        };
        SampleDto: {
            /**
             * Format: date-time
             * @description When it ended
             */
            at: string;
            /**
             * @description Of those, answers of status 5xx
             * @example 0
             */
            failures: number;
            /**
             * @description Milliseconds in which half of them were answered, at most a quarter too much
             * @example 1.5
             */
            p50Ms: number | null;
            /**
             * @description Milliseconds in which 99 of 100 were answered, at most a quarter too much
             * @example 12
             */
            p99Ms: number | null;
            /**
             * @description Reads of keys that were answered
             * @example 120
             */
            reads: number;
            /**
             * @description How long it took
             * @example 5
             */
            seconds: number;
            /**
             * @description Writes of keys that were answered
             * @example 30
             */
            writes: number;
        };
        SessionDto: {
            /**
             * @description The name of the token; null at a node that asks for none
             * @example ida
             */
            name: string | null;
            /**
             * @description The keys begin with this
             * @example
             */
            prefix: string;
            /** @example write */
            role: components["schemas"]["Role"];
        };
        StoreFiguresDto: {
            /**
             * @description Bytes of all values stored here
             * @example 4096
             */
            bytes: number;
            /**
             * @description The storage engine
             * @example lmdb
             */
            engine: string;
            /**
             * @description Home replicas of its own key with the fewest; null while they are not agreed on
             * @example 3
             */
            fewestHomeReplicas: number | null;
            /**
             * @description Keys stored here
             * @example 12
             */
            keys: number;
            /** @description What is moved between home replicas */
            movement: components["schemas"]["MovementDto"];
            /**
             * @description Bytes of the values stored here as their owner
             * @example 1365
             */
            ownBytes: number;
            /**
             * @description Keys stored here as their owner
             * @example 12
             */
            ownKeys: number;
            /**
             * @description Arcs that are still being taken over, or that a home replica lacks something of
             * @example 0
             */
            pendingRanges: number;
        };
        UnservedArcDto: {
            /**
             * @description It begins behind this id, as printed
             * @example 4b1a3d5e8f7091a2b3c4d5e6f70812345678abcd
             */
            from: string;
            /**
             * @description Keys of it that lie on the node that ought to serve it, approximately
             * @example 12
             */
            keys: number;
            /**
             * @description Its home replicas: it waits for a majority of them. Empty when they are not known
             * @example [
             *       "localhost:5000",
             *       "localhost:5001",
             *       "localhost:5002"
             *     ]
             */
            members: string[];
            /**
             * @description Its share of the circle, 0 to 1
             * @example 0.24
             */
            share: number;
            /**
             * @description It ends with this id
             * @example 9b1a3d5e8f7091a2b3c4d5e6f70812345678abcd
             */
            to: string;
        };
        ViaDto: {
            /** @description Which entry of the list or table */
            index: number | null;
            /** @example finger */
            kind: components["schemas"]["ViaKind"];
        };
        /** @enum {string} */
        ViaKind: "finger" | "successor" | "self";
        WaitingArcDto: {
            /**
             * @description It begins behind this id, as printed
             * @example 4b1a
             */
            from: string;
            /**
             * @description It ends with this id
             * @example 9b1a
             */
            to: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    batch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-ndjson": string;
            };
        };
        responses: {
            /** @description A result a line */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {"line":1,"op":"put","key":"in-batch","status":201,"version":"...","expiresAt":"2027-01-01T00:01:00.000Z"}
                     *     {"line":2,"op":"get","key":"in-batch","status":200,"version":"...","value":"this is the data"}
                     *     {"line":3,"op":"delete","key":"in-batch","status":204}
                     */
                    "application/x-ndjson": string;
                };
            };
            /** @description `BAD_BODY`: The body cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `BODY_TOO_LARGE`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNSUPPORTED_CODING`: The body is encoded in a way that is not kept */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getEvents: {
        parameters: {
            query?: {
                /** @description The same, for clients that cannot set headers; 0 sends everything that is kept */
                after?: string;
                /** @description Only events of these kinds, with commas between them: ring, membership, view, lookup, fault. Each kind is kept apart */
                kinds?: string;
                /** @description The stream ends behind so many events */
                limit?: number;
                /** @description The stream ends after so many seconds */
                seconds?: number;
            };
            header?: {
                /** @description The last event that was received */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stream */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example id: 9f86d081-17
                     *     event: predecessor-changed
                     *     data: {"sequence":17,"type":"predecessor-changed"}
                     */
                    "text/event-stream": string;
                };
            };
            /** @description `BAD_QUERY`: A query parameter cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_STREAMS`: Too many event streams are open; `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getInsights: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The reports of the members */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InsightsDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listKeys: {
        parameters: {
            query?: {
                /** @description Only names behind this one, which need not exist */
                after?: string;
                /** @description The cursor of the page before */
                cursor?: string;
                /** @description The separator of the levels of names, such as `/` */
                delimiter?: string;
                /** @description Keys and prefixes on a page */
                limit?: number;
                /** @description Only keys that begin so */
                prefix?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyListDto"];
                };
            };
            /** @description `BAD_QUERY`: A query parameter cannot be understood; `KEY_INVALID`: The key is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `INTERNAL`: The peer failed; `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNREACHABLE`: The peer cannot be reached */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAVAILABLE`: The key cannot be served now; `NOT_MEMBER`: The node is not a member of a ring; `LOOKUP_FAILED`: The owner could not be found; `BUSY`: The peer has too much to do; `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEADLINE`: The operation ran out of time; `TIMEOUT`: The peer did not answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getKey: {
        parameters: {
            query?: {
                /** @description `one`: any one home replica answers, fast and possibly stale */
                consistency?: "one";
            };
            header?: {
                /** @description Only when one of these is the version, as `ETag` gave it; `*`: only when there is a value */
                "If-Match"?: string;
                /** @description 304 when the value was not changed after this date; without meaning beside `If-None-Match` */
                "If-Modified-Since"?: string;
                /** @description Versions that the reader has already; 304 when one of them is current */
                "If-None-Match"?: string;
                /** @description Only when the value was not changed after this date; without meaning beside `If-Match` */
                "If-Unmodified-Since"?: string;
            };
            path: {
                /** @description Any UTF-8 text of 1 to 1,024 bytes without control characters, percent-encoded */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The value under its own content type */
            200: {
                headers: {
                    /** @description `attachment` for types in which a browser would run something */
                    "Content-Disposition"?: string;
                    /** @description The version */
                    ETag?: string;
                    /** @description When it was written */
                    "Last-Modified"?: string;
                    /** @description `one` when the value may be stale */
                    "X-Chord-Consistency"?: string;
                    /** @description The type that the value was stored under, when it is sent under another */
                    "X-Chord-Content-Type"?: string;
                    /** @description When it ends, RFC 3339, or `never` */
                    "X-Chord-Expires"?: string;
                    /** @description Messages to it; 0 for the node itself */
                    "X-Chord-Hops"?: number;
                    /** @description Address of the owner */
                    "X-Chord-Owner"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                    /** @example this is the data */
                    "text/plain": string;
                };
            };
            /** @description The reader has the current version */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `KEY_INVALID`: The key is not valid; `BAD_URL`: The path is not percent-encoded correctly; `BAD_QUERY`: A query parameter cannot be understood; `BAD_HEADER`: A header cannot be understood or obeyed; `MALFORMED_CONDITION`: The precondition cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `KEY_NOT_FOUND`: There is no value under this key */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `PRECONDITION_FAILED`: The precondition does not hold */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `KEY_TOO_LARGE`: The key is too long */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `INTERNAL`: The peer failed; `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNREACHABLE`: The peer cannot be reached */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAVAILABLE`: The key cannot be served now; `CORRUPT`: The stored value is damaged; `NOT_OWNER`: The owner of the key is changing; `NOT_MEMBER`: The node is not a member of a ring; `LOOKUP_FAILED`: The owner could not be found; `BUSY`: The peer has too much to do; `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEADLINE`: The operation ran out of time; `TIMEOUT`: The peer did not answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    putKey: {
        parameters: {
            query?: {
                /** @description Seconds after which the value is gone; `keep`: as long as the value that it replaces. Without it the value does not expire */
                ttl?: number | "keep";
            };
            header?: {
                /** @description The same in every repetition of one write, 1 to 200 visible characters. A write that took effect is answered again (`Idempotency-Replayed: true`) and not repeated, for two minutes or until sixteen more writes of the key. For another method, key, condition, lifetime, content type or body it is 422. */
                "Idempotency-Key"?: string;
                /** @description Only when one of these is the version, as `ETag` gave it; `*`: only when there is a value */
                "If-Match"?: string;
                /** @description Only when none of these is the version; `*`: only when there is no value */
                "If-None-Match"?: string;
                /** @description Only when the value was not changed after this date; without meaning beside `If-Match` */
                "If-Unmodified-Since"?: string;
            };
            path: {
                /** @description Any UTF-8 text of 1 to 1,024 bytes without control characters, percent-encoded */
                key: string;
            };
            cookie?: never;
        };
        /** @description The value: any bytes, none included */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "any": "JSON"
                 *     }
                 */
                "application/json": unknown;
                "application/octet-stream": string;
                "text/plain": string;
            };
        };
        responses: {
            /** @description Replaced */
            200: {
                headers: {
                    /** @description The version */
                    ETag?: string;
                    /** @description `true` when this is the answer to an earlier request of the same Idempotency-Key */
                    "Idempotency-Replayed"?: string;
                    /** @description When the value ends, RFC 3339, or `never` */
                    "X-Chord-Expires"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PutResultDto"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    /** @description The version */
                    ETag?: string;
                    /** @description `true` when this is the answer to an earlier request of the same Idempotency-Key */
                    "Idempotency-Replayed"?: string;
                    /** @description When the value ends, RFC 3339, or `never` */
                    "X-Chord-Expires"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PutResultDto"];
                };
            };
            /** @description `KEY_INVALID`: The key is not valid; `BAD_URL`: The path is not percent-encoded correctly; `BAD_QUERY`: A query parameter cannot be understood; `BAD_HEADER`: A header cannot be understood or obeyed; `MALFORMED_CONDITION`: The precondition cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_ORIGIN`: A page of another site may not change anything here; `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `PRECONDITION_FAILED`: The precondition does not hold */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `KEY_TOO_LARGE`: The key is too long; `VALUE_TOO_LARGE`: The value is too large; `BODY_TOO_LARGE`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNSUPPORTED_CODING`: The body is encoded in a way that is not kept */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `OTHER_REQUEST`: The Idempotency-Key belongs to another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `INTERNAL`: The peer failed; `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNREACHABLE`: The peer cannot be reached */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAVAILABLE`: The key cannot be served now; `DRAINING`: The node is stopping; `NOT_OWNER`: The owner of the key is changing; `NOT_MEMBER`: The node is not a member of a ring; `LOOKUP_FAILED`: The owner could not be found; `BUSY`: The peer has too much to do; `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEADLINE`: The operation ran out of time; `TIMEOUT`: The peer did not answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `STORAGE_FULL`: The disk takes no more */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    deleteKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same in every repetition of one write, 1 to 200 visible characters. A write that took effect is answered again (`Idempotency-Replayed: true`) and not repeated, for two minutes or until sixteen more writes of the key. For another method, key, condition, lifetime, content type or body it is 422. */
                "Idempotency-Key"?: string;
                /** @description Only when one of these is the version, as `ETag` gave it; `*`: only when there is a value */
                "If-Match"?: string;
                /** @description Only when none of these is the version; `*`: only when there is no value */
                "If-None-Match"?: string;
                /** @description Only when the value was not changed after this date; without meaning beside `If-Match` */
                "If-Unmodified-Since"?: string;
            };
            path: {
                /** @description Any UTF-8 text of 1 to 1,024 bytes without control characters, percent-encoded */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    /** @description `true` when this is the answer to an earlier request of the same Idempotency-Key */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `KEY_INVALID`: The key is not valid; `BAD_URL`: The path is not percent-encoded correctly; `BAD_QUERY`: A query parameter cannot be understood; `BAD_HEADER`: A header cannot be understood or obeyed; `MALFORMED_CONDITION`: The precondition cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_ORIGIN`: A page of another site may not change anything here; `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `KEY_NOT_FOUND`: There is no value under this key */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `PRECONDITION_FAILED`: The precondition does not hold */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `KEY_TOO_LARGE`: The key is too long */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNSUPPORTED_CODING`: The body is encoded in a way that is not kept */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `OTHER_REQUEST`: The Idempotency-Key belongs to another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `INTERNAL`: The peer failed; `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNREACHABLE`: The peer cannot be reached */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAVAILABLE`: The key cannot be served now; `DRAINING`: The node is stopping; `NOT_OWNER`: The owner of the key is changing; `NOT_MEMBER`: The node is not a member of a ring; `LOOKUP_FAILED`: The owner could not be found; `BUSY`: The peer has too much to do; `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEADLINE`: The operation ran out of time; `TIMEOUT`: The peer did not answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `STORAGE_FULL`: The disk takes no more */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    headKey: {
        parameters: {
            query?: {
                /** @description `one`: any one home replica answers, fast and possibly stale */
                consistency?: "one";
            };
            header?: {
                /** @description Only when one of these is the version, as `ETag` gave it; `*`: only when there is a value */
                "If-Match"?: string;
                /** @description 304 when the value was not changed after this date; without meaning beside `If-None-Match` */
                "If-Modified-Since"?: string;
                /** @description Versions that the reader has already; 304 when one of them is current */
                "If-None-Match"?: string;
                /** @description Only when the value was not changed after this date; without meaning beside `If-Match` */
                "If-Unmodified-Since"?: string;
            };
            path: {
                /** @description Any UTF-8 text of 1 to 1,024 bytes without control characters, percent-encoded */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description There is a value */
            200: {
                headers: {
                    /** @description `attachment` for types in which a browser would run something */
                    "Content-Disposition"?: string;
                    /** @description The version */
                    ETag?: string;
                    /** @description When it was written */
                    "Last-Modified"?: string;
                    /** @description The type that the value was stored under, when it is sent under another */
                    "X-Chord-Content-Type"?: string;
                    /** @description When it ends, RFC 3339, or `never` */
                    "X-Chord-Expires"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The reader has the current version */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `KEY_INVALID`: The key is not valid; `BAD_URL`: The path is not percent-encoded correctly; `BAD_QUERY`: A query parameter cannot be understood; `BAD_HEADER`: A header cannot be understood or obeyed; `MALFORMED_CONDITION`: The precondition cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `KEY_NOT_FOUND`: There is no value under this key */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `PRECONDITION_FAILED`: The precondition does not hold */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `KEY_TOO_LARGE`: The key is too long */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `INTERNAL`: The peer failed; `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNREACHABLE`: The peer cannot be reached */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAVAILABLE`: The key cannot be served now; `CORRUPT`: The stored value is damaged; `NOT_OWNER`: The owner of the key is changing; `NOT_MEMBER`: The node is not a member of a ring; `LOOKUP_FAILED`: The owner could not be found; `BUSY`: The peer has too much to do; `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEADLINE`: The operation ran out of time; `TIMEOUT`: The peer did not answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    changeLife: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same in every repetition of one write, 1 to 200 visible characters. A write that took effect is answered again (`Idempotency-Replayed: true`) and not repeated, for two minutes or until sixteen more writes of the key. For another method, key, condition, lifetime, content type or body it is 422. */
                "Idempotency-Key"?: string;
                /** @description Only when one of these is the version, as `ETag` gave it; `*`: only when there is a value */
                "If-Match"?: string;
                /** @description Only when none of these is the version; `*`: only when there is no value */
                "If-None-Match"?: string;
                /** @description Only when the value was not changed after this date; without meaning beside `If-Match` */
                "If-Unmodified-Since"?: string;
            };
            path: {
                /** @description Any UTF-8 text of 1 to 1,024 bytes without control characters, percent-encoded */
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LifeRequestDto"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    /** @description The version */
                    ETag?: string;
                    /** @description `true` when this is the answer to an earlier request of the same Idempotency-Key */
                    "Idempotency-Replayed"?: string;
                    /** @description When the value ends, RFC 3339, or `never` */
                    "X-Chord-Expires"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LifeDto"];
                };
            };
            /** @description `KEY_INVALID`: The key is not valid; `BAD_URL`: The path is not percent-encoded correctly; `BAD_QUERY`: A query parameter cannot be understood; `BAD_HEADER`: A header cannot be understood or obeyed; `MALFORMED_CONDITION`: The precondition cannot be understood; `BAD_BODY`: The body cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_ORIGIN`: A page of another site may not change anything here; `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `KEY_NOT_FOUND`: There is no value under this key */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `PRECONDITION_FAILED`: The precondition does not hold */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `KEY_TOO_LARGE`: The key is too long; `BODY_TOO_LARGE`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNSUPPORTED_CODING`: The body is encoded in a way that is not kept */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `OTHER_REQUEST`: The Idempotency-Key belongs to another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `INTERNAL`: The peer failed; `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNREACHABLE`: The peer cannot be reached */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `CORRUPT`: The stored value is damaged; `UNAVAILABLE`: The key cannot be served now; `DRAINING`: The node is stopping; `NOT_OWNER`: The owner of the key is changing; `NOT_MEMBER`: The node is not a member of a ring; `LOOKUP_FAILED`: The owner could not be found; `BUSY`: The peer has too much to do; `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEADLINE`: The operation ran out of time; `TIMEOUT`: The peer did not answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `STORAGE_FULL`: The disk takes no more */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    compareReplicas: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Any UTF-8 text of 1 to 1,024 bytes without control characters, percent-encoded */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The copy of each home replica */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyReplicasDto"];
                };
            };
            /** @description `KEY_INVALID`: The key is not valid; `BAD_URL`: The path is not percent-encoded correctly */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `KEY_TOO_LARGE`: The key is too long */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `INTERNAL`: The peer failed; `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNREACHABLE`: The peer cannot be reached */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NOT_MEMBER`: The node is not a member of a ring; `LOOKUP_FAILED`: The owner could not be found; `BUSY`: The peer has too much to do; `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEADLINE`: The operation ran out of time; `TIMEOUT`: The peer did not answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    countKeys: {
        parameters: {
            query: {
                /** @description Only keys that begin so; empty for all */
                prefix: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The figures */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyCountDto"];
                };
            };
            /** @description `KEY_INVALID`: The key is not valid; `BAD_URL`: The path is not percent-encoded correctly; `BAD_QUERY`: A query parameter cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `KEY_NOT_FOUND`: There is no value under this key */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `KEY_TOO_LARGE`: The key is too long */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `INTERNAL`: The peer failed; `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNREACHABLE`: The peer cannot be reached */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAVAILABLE`: The key cannot be served now; `NOT_MEMBER`: The node is not a member of a ring; `LOOKUP_FAILED`: The owner could not be found; `BUSY`: The peer has too much to do; `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEADLINE`: The operation ran out of time; `TIMEOUT`: The peer did not answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    lookup: {
        parameters: {
            query?: {
                /** @description The member to start at, by address or id; this node by default */
                from?: string;
            };
            header?: never;
            path: {
                /** @description Any UTF-8 text of 1 to 1,024 bytes without control characters, percent-encoded */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lookup */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LookupDto"];
                };
            };
            /** @description `KEY_INVALID`: The key is not valid; `BAD_URL`: The path is not percent-encoded correctly; `BAD_QUERY`: A query parameter cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNKNOWN_MEMBER`: No member of the ring has this id or address */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `KEY_TOO_LARGE`: The key is too long */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `INTERNAL`: The peer failed; `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `MALFORMED`: The peer sent something that cannot be understood; `UNKNOWN_MESSAGE`: The peer does not know this message; `UNREACHABLE`: The peer cannot be reached */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NOT_MEMBER`: The node is not a member of a ring; `LOOKUP_FAILED`: The owner could not be found; `BUSY`: The peer has too much to do; `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEADLINE`: The operation ran out of time; `TIMEOUT`: The peer did not answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getNode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its present view */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NodeViewDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getBackup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its state */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackupDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    backUp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It has begun */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackupDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_ORIGIN`: A page of another site may not change anything here; `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_BACKUP`: This node makes no backup now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    recover: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecoveryRequestDto"];
            };
        };
        responses: {
            /** @description They are given up, or can be */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryDto"];
                };
            };
            /** @description `BAD_BODY`: The body cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_ORIGIN`: A page of another site may not change anything here; `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NO_RECOVERY`: Nothing is given up in this way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getNodeById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as printed or in hexadecimal, or its address */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The view of the member */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NodeViewDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNKNOWN_MEMBER`: No member of the ring has this id or address */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `INTERNAL`: The peer failed; `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNREACHABLE`: The peer cannot be reached; `MALFORMED`: The peer sent something that cannot be understood; `UNKNOWN_MESSAGE`: The peer does not know this message */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NOT_MEMBER`: The node is not a member of a ring; `BUSY`: The peer has too much to do; `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TIMEOUT`: The peer did not answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getRing: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RingDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    join: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JoinRequestDto"];
            };
        };
        responses: {
            /** @description All are in one ring */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JoinReportDto"];
                };
            };
            /** @description `BAD_ADDRESS`: An address is not of the form host:port; `BAD_BODY`: The body cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_ORIGIN`: A page of another site may not change anything here; `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `INCOMPATIBLE`: The peer belongs to a ring of other parameters; `WRONG_RECEIVER`: Another node answers at that address */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `BODY_TOO_LARGE`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `REFUSED`: This address may not be contacted */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `INTERNAL`: The peer failed; `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNREACHABLE`: The peer cannot be reached; `JOIN_FAILED`: Not all peers could be joined */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `PENDING`: The neighbours are changing; `BUSY`: The peer has too much to do; `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TIMEOUT`: The peer did not answer in time; `DEADLINE`: The operation ran out of time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    previewLeave: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The preview; nothing happens */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeavePreviewDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    leave: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys are durable elsewhere */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeaveReportDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_ORIGIN`: A page of another site may not change anything here; `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAVAILABLE`: The key cannot be served now; `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEADLINE`: The operation ran out of time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `STORAGE_FULL`: The disk takes no more */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its name, role and keys */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    logIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoginDto"];
            };
        };
        responses: {
            /** @description The browser is logged in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionDto"];
                };
            };
            /** @description `BAD_BODY`: The body cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_ORIGIN`: A page of another site may not change anything here; `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `BODY_TOO_LARGE`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    logOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its cookie is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_ORIGIN`: A page of another site may not change anything here; `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    watchKeys: {
        parameters: {
            query?: {
                /** @description The same, for clients that cannot set headers */
                after?: string;
                /** @description Only this key */
                key?: string;
                /** @description Only keys that begin so */
                prefix?: string;
                /** @description With the value that a change left, as `value` or `base64`, unless it was changed again meanwhile */
                values?: "true" | "false";
            };
            header?: {
                /** @description The last event that was received */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stream */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example id: r9f86.0001a3f2.h.lqu5m4c4.0
                     *     event: created
                     *     data: {"type":"created","key":"keyval","version":"...","at":"2027-01-01T00:00:00.000Z"}
                     */
                    "text/event-stream": string;
                };
            };
            /** @description `BAD_QUERY`: A query parameter cannot be understood; `KEY_INVALID`: The key is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_STREAMS`: Too many event streams are open; `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getValue: {
        parameters: {
            query?: never;
            header?: {
                /** @description Only when one of these is the version, as `ETag` gave it; `*`: only when there is a value */
                "If-Match"?: string;
                /** @description 304 when the value was not changed after this date; without meaning beside `If-None-Match` */
                "If-Modified-Since"?: string;
                /** @description Versions that the reader has already; 304 when one of them is current */
                "If-None-Match"?: string;
                /** @description Only when the value was not changed after this date; without meaning beside `If-Match` */
                "If-Unmodified-Since"?: string;
            };
            path: {
                /** @description Any UTF-8 text of 1 to 1,024 bytes without control characters, percent-encoded */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The value as it was stored, or nothing */
            200: {
                headers: {
                    /** @description `attachment` for types in which a browser would run something */
                    "Content-Disposition"?: string;
                    /** @description The version */
                    ETag?: string;
                    /** @description When it was written */
                    "Last-Modified"?: string;
                    /** @description The type that the value was stored under, when it is sent under another */
                    "X-Chord-Content-Type"?: string;
                    /** @description When it ends, RFC 3339, or `never` */
                    "X-Chord-Expires"?: string;
                    /** @description Whether there is a value */
                    "X-Chord-Found"?: "true" | "false";
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                    /** @example this is the data */
                    "text/plain": string;
                };
            };
            /** @description The reader has the current version */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `KEY_INVALID`: The key is not valid; `BAD_URL`: The path is not percent-encoded correctly; `BAD_QUERY`: A query parameter cannot be understood; `BAD_HEADER`: A header cannot be understood or obeyed; `MALFORMED_CONDITION`: The precondition cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `PRECONDITION_FAILED`: The precondition does not hold */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `KEY_TOO_LARGE`: The key is too long */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `INTERNAL`: The peer failed; `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNREACHABLE`: The peer cannot be reached */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAVAILABLE`: The key cannot be served now; `CORRUPT`: The stored value is damaged; `NOT_OWNER`: The owner of the key is changing; `NOT_MEMBER`: The node is not a member of a ring; `LOOKUP_FAILED`: The owner could not be found; `BUSY`: The peer has too much to do; `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEADLINE`: The operation ran out of time; `TIMEOUT`: The peer did not answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    putValue: {
        parameters: {
            query?: {
                /** @description Seconds after which the value is gone; `keep`: as long as the value that it replaces. Without it the value does not expire */
                ttl?: number | "keep";
            };
            header?: {
                /** @description The same in every repetition of one write, 1 to 200 visible characters. A write that took effect is answered again (`Idempotency-Replayed: true`) and not repeated, for two minutes or until sixteen more writes of the key. For another method, key, condition, lifetime, content type or body it is 422. */
                "Idempotency-Key"?: string;
                /** @description Only when one of these is the version, as `ETag` gave it; `*`: only when there is a value */
                "If-Match"?: string;
                /** @description Only when none of these is the version; `*`: only when there is no value */
                "If-None-Match"?: string;
                /** @description Only when the value was not changed after this date; without meaning beside `If-Match` */
                "If-Unmodified-Since"?: string;
            };
            path: {
                /** @description Any UTF-8 text of 1 to 1,024 bytes without control characters, percent-encoded */
                key: string;
            };
            cookie?: never;
        };
        /** @description The value: any bytes, none included */
        requestBody: {
            content: {
                "application/octet-stream": string;
                "text/plain": string;
            };
        };
        responses: {
            /** @description The value is stored, durably */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example ok */
                    "text/plain": string;
                };
            };
            /** @description `KEY_INVALID`: The key is not valid; `BAD_URL`: The path is not percent-encoded correctly; `BAD_QUERY`: A query parameter cannot be understood; `BAD_HEADER`: A header cannot be understood or obeyed; `MALFORMED_CONDITION`: The precondition cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_ORIGIN`: A page of another site may not change anything here; `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `PRECONDITION_FAILED`: The precondition does not hold */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `KEY_TOO_LARGE`: The key is too long; `VALUE_TOO_LARGE`: The value is too large; `BODY_TOO_LARGE`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNSUPPORTED_CODING`: The body is encoded in a way that is not kept */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `OTHER_REQUEST`: The Idempotency-Key belongs to another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `INTERNAL`: The peer failed; `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNREACHABLE`: The peer cannot be reached */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAVAILABLE`: The key cannot be served now; `DRAINING`: The node is stopping; `NOT_OWNER`: The owner of the key is changing; `NOT_MEMBER`: The node is not a member of a ring; `LOOKUP_FAILED`: The owner could not be found; `BUSY`: The peer has too much to do; `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEADLINE`: The operation ran out of time; `TIMEOUT`: The peer did not answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `STORAGE_FULL`: The disk takes no more */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    postValue: {
        parameters: {
            query?: {
                /** @description Seconds after which the value is gone; `keep`: as long as the value that it replaces. Without it the value does not expire */
                ttl?: number | "keep";
            };
            header?: {
                /** @description The same in every repetition of one write, 1 to 200 visible characters. A write that took effect is answered again (`Idempotency-Replayed: true`) and not repeated, for two minutes or until sixteen more writes of the key. For another method, key, condition, lifetime, content type or body it is 422. */
                "Idempotency-Key"?: string;
                /** @description Only when one of these is the version, as `ETag` gave it; `*`: only when there is a value */
                "If-Match"?: string;
                /** @description Only when none of these is the version; `*`: only when there is no value */
                "If-None-Match"?: string;
                /** @description Only when the value was not changed after this date; without meaning beside `If-Match` */
                "If-Unmodified-Since"?: string;
            };
            path: {
                /** @description Any UTF-8 text of 1 to 1,024 bytes without control characters, percent-encoded */
                key: string;
            };
            cookie?: never;
        };
        /** @description The value: any bytes, none included */
        requestBody: {
            content: {
                "application/octet-stream": string;
                "text/plain": string;
            };
        };
        responses: {
            /** @description The value is stored, durably */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example ok */
                    "text/plain": string;
                };
            };
            /** @description `KEY_INVALID`: The key is not valid; `BAD_URL`: The path is not percent-encoded correctly; `BAD_QUERY`: A query parameter cannot be understood; `BAD_HEADER`: A header cannot be understood or obeyed; `MALFORMED_CONDITION`: The precondition cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_ORIGIN`: A page of another site may not change anything here; `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `PRECONDITION_FAILED`: The precondition does not hold */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `KEY_TOO_LARGE`: The key is too long; `VALUE_TOO_LARGE`: The value is too large; `BODY_TOO_LARGE`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNSUPPORTED_CODING`: The body is encoded in a way that is not kept */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `OTHER_REQUEST`: The Idempotency-Key belongs to another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `INTERNAL`: The peer failed; `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNREACHABLE`: The peer cannot be reached */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAVAILABLE`: The key cannot be served now; `DRAINING`: The node is stopping; `NOT_OWNER`: The owner of the key is changing; `NOT_MEMBER`: The node is not a member of a ring; `LOOKUP_FAILED`: The owner could not be found; `BUSY`: The peer has too much to do; `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEADLINE`: The operation ran out of time; `TIMEOUT`: The peer did not answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `STORAGE_FULL`: The disk takes no more */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    deleteValue: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same in every repetition of one write, 1 to 200 visible characters. A write that took effect is answered again (`Idempotency-Replayed: true`) and not repeated, for two minutes or until sixteen more writes of the key. For another method, key, condition, lifetime, content type or body it is 422. */
                "Idempotency-Key"?: string;
                /** @description Only when one of these is the version, as `ETag` gave it; `*`: only when there is a value */
                "If-Match"?: string;
                /** @description Only when none of these is the version; `*`: only when there is no value */
                "If-None-Match"?: string;
                /** @description Only when the value was not changed after this date; without meaning beside `If-Match` */
                "If-Unmodified-Since"?: string;
            };
            path: {
                /** @description Any UTF-8 text of 1 to 1,024 bytes without control characters, percent-encoded */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description `deleted`, or `non existent` when there was none */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example deleted */
                    "text/plain": string;
                };
            };
            /** @description `KEY_INVALID`: The key is not valid; `BAD_URL`: The path is not percent-encoded correctly; `BAD_QUERY`: A query parameter cannot be understood; `BAD_HEADER`: A header cannot be understood or obeyed; `MALFORMED_CONDITION`: The precondition cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_ORIGIN`: A page of another site may not change anything here; `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `PRECONDITION_FAILED`: The precondition does not hold */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `KEY_TOO_LARGE`: The key is too long */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNSUPPORTED_CODING`: The body is encoded in a way that is not kept */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `OTHER_REQUEST`: The Idempotency-Key belongs to another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `INTERNAL`: The peer failed; `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNREACHABLE`: The peer cannot be reached */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAVAILABLE`: The key cannot be served now; `DRAINING`: The node is stopping; `NOT_OWNER`: The owner of the key is changing; `NOT_MEMBER`: The node is not a member of a ring; `LOOKUP_FAILED`: The owner could not be found; `BUSY`: The peer has too much to do; `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEADLINE`: The operation ran out of time; `TIMEOUT`: The peer did not answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `STORAGE_FULL`: The disk takes no more */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getPath: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Any UTF-8 text of 1 to 1,024 bytes without control characters, percent-encoded */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One id a line; a single one when this node owns the key */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example 673
                     *     983
                     */
                    "text/plain": string;
                };
            };
            /** @description `KEY_INVALID`: The key is not valid; `BAD_URL`: The path is not percent-encoded correctly */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `KEY_TOO_LARGE`: The key is too long */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `INTERNAL`: The peer failed; `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNREACHABLE`: The peer cannot be reached */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NOT_MEMBER`: The node is not a member of a ring; `LOOKUP_FAILED`: The owner could not be found; `BUSY`: The peer has too much to do; `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEADLINE`: The operation ran out of time; `TIMEOUT`: The peer did not answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    viewPath: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Any UTF-8 text of 1 to 1,024 bytes without control characters, percent-encoded */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getOwnKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One key a line */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example keyval */
                    "text/plain": string;
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    closestPrecedingNode: {
        parameters: {
            query: {
                /** @description An id, decimal or `0x` hexadecimal, 0 ≤ id < 2^bits */
                id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its address; this node itself when there is none */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example localhost:5002 */
                    "text/plain": string;
                };
            };
            /** @description `BAD_ID`: The id is not an id of this ring */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    findSuccessor: {
        parameters: {
            query: {
                /** @description An id, decimal or `0x` hexadecimal, 0 ≤ id < 2^bits */
                id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its address */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example localhost:5002 */
                    "text/plain": string;
                };
            };
            /** @description `BAD_ID`: The id is not an id of this ring */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `INTERNAL`: The peer failed; `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `LOOKUP_FAILED`: The owner could not be found; `NOT_MEMBER`: The node is not a member of a ring; `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEADLINE`: The operation ran out of time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    flush: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The store is empty */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example ok */
                    "text/plain": string;
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_ORIGIN`: A page of another site may not change anything here; `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `STORAGE_FULL`: The disk takes no more */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getPredecessor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its address; this node itself when alone or when none is known yet */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example localhost:5001 */
                    "text/plain": string;
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getSuccessor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its address; this node itself when alone */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example localhost:5002 */
                    "text/plain": string;
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    putJoin: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Peers, one a line */
        requestBody: {
            content: {
                "text/plain": string;
            };
        };
        responses: {
            /** @description All are in one ring */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example ok */
                    "text/plain": string;
                };
            };
            /** @description `BAD_ADDRESS`: An address is not of the form host:port; `BAD_BODY`: The body cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_ORIGIN`: A page of another site may not change anything here; `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `INCOMPATIBLE`: The peer belongs to a ring of other parameters; `WRONG_RECEIVER`: Another node answers at that address */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `BODY_TOO_LARGE`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `REFUSED`: This address may not be contacted */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `INTERNAL`: The peer failed; `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNREACHABLE`: The peer cannot be reached; `JOIN_FAILED`: Not all peers could be joined */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `PENDING`: The neighbours are changing; `BUSY`: The peer has too much to do; `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TIMEOUT`: The peer did not answer in time; `DEADLINE`: The operation ran out of time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    postJoin: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Peers, one a line */
        requestBody: {
            content: {
                "text/plain": string;
            };
        };
        responses: {
            /** @description All are in one ring */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example ok */
                    "text/plain": string;
                };
            };
            /** @description `BAD_ADDRESS`: An address is not of the form host:port; `BAD_BODY`: The body cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_ORIGIN`: A page of another site may not change anything here; `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `INCOMPATIBLE`: The peer belongs to a ring of other parameters; `WRONG_RECEIVER`: Another node answers at that address */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `BODY_TOO_LARGE`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `REFUSED`: This address may not be contacted */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `INTERNAL`: The peer failed; `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNREACHABLE`: The peer cannot be reached; `JOIN_FAILED`: Not all peers could be joined */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `PENDING`: The neighbours are changing; `BUSY`: The peer has too much to do; `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TIMEOUT`: The peer did not answer in time; `DEADLINE`: The operation ran out of time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getLeave: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys are durable elsewhere */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example ok */
                    "text/plain": string;
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_ORIGIN`: A page of another site may not change anything here; `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAVAILABLE`: The key cannot be served now; `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEADLINE`: The operation ran out of time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `STORAGE_FULL`: The disk takes no more */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    postLeave: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys are durable elsewhere */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example ok */
                    "text/plain": string;
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_ORIGIN`: A page of another site may not change anything here; `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAVAILABLE`: The key cannot be served now; `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEADLINE`: The operation ran out of time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `STORAGE_FULL`: The disk takes no more */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    notify: {
        parameters: {
            query: {
                /** @description The node that believes to be the predecessor */
                addr: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether it became the predecessor */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example predecessor not updated */
                    "text/plain": string;
                };
            };
            /** @description `BAD_ADDRESS`: An address is not of the form host:port */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_ORIGIN`: A page of another site may not change anything here; `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `INCOMPATIBLE`: The peer belongs to a ring of other parameters; `WRONG_RECEIVER`: Another node answers at that address */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `REFUSED`: This address may not be contacted */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `INTERNAL`: The peer failed; `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `UNREACHABLE`: The peer cannot be reached */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NOT_MEMBER`: The node is not a member of a ring; `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TIMEOUT`: The peer did not answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getPeers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One address a line */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example localhost:5000
                     *     localhost:5002
                     */
                    "text/plain": string;
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEADLINE`: The operation ran out of time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getPeerIds: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One id a line: decimal in rings of at most 32 bits, else hexadecimal */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example 673
                     *     983
                     */
                    "text/plain": string;
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEADLINE`: The operation ran out of time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    viewRing: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getLive: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveReportDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getReady: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It serves */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthReportDto"];
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metrics */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example chord_keys 12 */
                    "text/plain": string;
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getShutdown: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The process is about to stop */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example ok */
                    "text/plain": string;
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_ORIGIN`: A page of another site may not change anything here; `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    postShutdown: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The process is about to stop */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example ok */
                    "text/plain": string;
                };
            };
            /** @description `UNAUTHENTICATED`: This node asks for a token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_ORIGIN`: A page of another site may not change anything here; `FORBIDDEN`: The token does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `FOREIGN_HOST`: The request is for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `TOO_MANY_REQUESTS`: This client asks too much */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `DEFECT`: The node failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description `NOT_READY`: The node is not ready; `OVERLOADED`: The node has too much to do; `HANDLER_DEADLINE`: The answer took too long */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
}
