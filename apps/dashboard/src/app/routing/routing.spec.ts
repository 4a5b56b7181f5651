import { TestBed } from '@angular/core/testing';
import { Component, input } from '@angular/core';
import { Router, UrlSerializer, provideRouter, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { keyMatcher, keyTitle } from './key-route';
import { LenientUrlSerializer } from './lenient-url-serializer';

@Component({ template: '{{ key() }}' })
class Page {
  readonly key = input<string>();
}

async function keyOf(url: string): Promise<string | undefined> {
  const harness = await RouterTestingHarness.create();
  return (await harness.navigateByUrl(url, Page)).key();
}

describe('the address of a key', () => {
  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [
        provideRouter(
          [{ matcher: keyMatcher, title: keyTitle, component: Page }],
          withComponentInputBinding(),
        ),
        { provide: UrlSerializer, useClass: LenientUrlSerializer },
      ],
    });
  });

  it.each([
    ['/db/view/keyval', 'keyval'],
    ['/db/view/a%2Fb%3Fc%23d', 'a/b?c#d'],
    ['/db/view/a/b', 'a/b'],
    ['/db/view/f(x);y=1', 'f(x);y=1'],
    ['/db/view/schl%C3%BCssel%20%F0%9F%98%80', 'schlüssel 😀'],
    ['/db/view/__proto__', '__proto__'],
    ['/db/view/100%25', '100%'],
  ])('%s is the key %s', async (url, key) => {
    expect(await keyOf(url)).toBe(key);
  });

  it('is written so that it is read back', async () => {
    for (const key of ['a/b?c', 'x;y=(1)&z', '%2F', 'ключ', "it's"]) {
      const url = TestBed.inject(Router).createUrlTree(['/db/view', key]).toString();
      expect(
        TestBed.inject(UrlSerializer).parse(url).root.children['primary']?.segments.at(-1)?.path,
      ).toBe(key);
    }
  });

  it('that cannot be read leads to the first page', () => {
    expect(new LenientUrlSerializer().parse('/db/view/%E0%A4%A').toString()).toBe('/');
  });
});
