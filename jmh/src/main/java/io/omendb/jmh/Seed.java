package io.omendb.jmh;

/** Where keys and choices come from: the same in every run, unless its caller says otherwise. */
final class Seed {
    static final long VALUE = Long.getLong("omendb.jmh.seed", 20_260_101);

    private Seed() {}
}
