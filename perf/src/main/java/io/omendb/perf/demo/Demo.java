package io.omendb.perf.demo;

/**
 * What the steps share.
 *
 * @param size how much of everything
 * @param site the server, SQLite and the directory of both
 * @param narrator says what happens
 * @param checks what must hold, counted
 */
record Demo(DemoSize size, DemoSite site, Narrator narrator, Checks checks) {
    Demo(DemoSize size, DemoSite site, Narrator narrator) {
        this(size, site, narrator, new Checks());
    }
}
