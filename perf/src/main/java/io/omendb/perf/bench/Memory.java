package io.omendb.perf.bench;

import io.omendb.perf.bench.side.Client;
import io.omendb.perf.bench.side.Footprint;
import io.omendb.perf.bench.side.FootprintSide;
import io.omendb.perf.bench.side.LateKeySide;
import io.omendb.perf.bench.side.Part;
import io.omendb.perf.bench.side.RowOrder;
import io.omendb.perf.bench.side.Side;
import io.omendb.perf.bench.side.VersionedSide;
import io.omendb.perf.bench.side.VersionedSide.OldSnapshot;
import io.omendb.perf.site.ProgressLine;
import java.io.IOException;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a row and its key take, part by part, as each engine tells it: ours in memory, the rivals in
 * the pages of their files. Once after a load; once after a tenth of the rows was changed while an
 * older snapshot was open; once after that was closed and what nobody sees was taken away. The key
 * once more as it is built over rows that are there.
 *
 * <p>A round loads anew. Nothing depends on time, so that rounds differ only where an engine does.
 */
final class Memory implements Workload {
    private static final Set<Part> ALL_PARTS = EnumSet.complementOf(EnumSet.of(Part.ROW_VERSIONS));
    private static final Set<Part> KEY_PARTS = EnumSet.range(Part.KEY, Part.KEY_HEADERS);
    private static final Set<Part> CHANGED_PARTS = EnumSet.of(Part.ROW, Part.ROW_VERSIONS);

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String description() {
        return "bytes of a row and of its key: values, headers, versions, gaps";
    }

    @Override
    public Set<SideName> rivals() {
        return EnumSet.of(SideName.SQLITE, SideName.H2, SideName.POSTGRES);
    }

    @Override
    public void measure(Bench bench) throws SQLException, IOException, InterruptedException {
        List<Contender> contenders = bench.openForFootprints();
        for (Contender contender : contenders) {
            if (!(contender.side() instanceof FootprintSide told)) {
                throw new SQLException(
                        contender.name()
                                + " does not tell what its rows take; --against takes sqlite, h2,"
                                + " postgres, none");
            }
            bench.figures().facts(contender.name(), Map.of("footprint", told.footprintSource()));
        }
        for (RowOrder.Kind kind : RowOrder.Kind.values()) {
            String name = kind.name().toLowerCase(Locale.ROOT);
            RowOrder order = new RowOrder(kind, bench.options().seed());
            for (int round = 0; round < bench.options().rounds(); round++) {
                for (Contender contender : contenders) {
                    Side side = contender.side();
                    try (Client client = side.connect()) {
                        client.recreateTable();
                        load(bench, name, order, contender, client);
                    }
                    if (side instanceof FootprintSide told) {
                        note(bench, name, contender, told.footprint(), ALL_PARTS);
                    }
                    // Changes of a column that is not the key leave keys as they are.
                    if (kind == RowOrder.Kind.SEQUENTIAL && side instanceof VersionedSide told) {
                        change(bench, name, contender, told);
                    }
                    if (kind == RowOrder.Kind.RANDOM && side instanceof LateKeySide told) {
                        addKey(bench, name + ", key added at the end", order, contender, told);
                    }
                }
            }
        }
    }

    private static void load(
            Bench bench, String name, RowOrder order, Contender contender, Client client)
            throws SQLException {
        long rows = bench.options().rows();
        try (ProgressLine progress = bench.progress(name + ", " + contender.name(), "rows", rows)) {
            client.load(order, rows, progress);
        }
        long counted = client.aggregate();
        if (counted != rows) {
            throw new SQLException(contender.name() + " holds " + counted + " rows of " + rows);
        }
    }

    private static void addKey(
            Bench bench, String name, RowOrder order, Contender contender, LateKeySide side)
            throws SQLException {
        side.recreateTableWithoutKey();
        try (Client client = side.connect()) {
            load(bench, name, order, contender, client);
        }
        side.addKey();
        note(bench, name, contender, side.footprint(), KEY_PARTS);
    }

    private static void change(Bench bench, String name, Contender contender, VersionedSide side)
            throws SQLException {
        OldSnapshot held = side.hold();
        try (held) {
            if (side.changeTenth() == 0) {
                throw new SQLException(contender.name() + " changed no row");
            }
            note(bench, name + ", a tenth changed", contender, side.footprint(), CHANGED_PARTS);
        }
        side.prune();
        note(bench, name + ", pruned", contender, side.footprint(), CHANGED_PARTS);
    }

    /** By row; a key is that of one row. */
    private static void note(
            Bench bench, String when, Contender contender, Footprint footprint, Set<Part> parts) {
        for (Map.Entry<Part, Long> part : footprint.bytes().entrySet()) {
            if (parts.contains(part.getKey())) {
                bench.figures()
                        .metric(when + ", " + part.getKey(), part.getKey().unit(), false)
                        .add(
                                contender.role(),
                                contender.name(),
                                (double) part.getValue() / bench.options().rows());
            }
        }
    }
}
