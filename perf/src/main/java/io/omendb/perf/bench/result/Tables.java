package io.omendb.perf.bench.result;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

/** A result as the terminal shows it. */
final class Tables {
    private final PrintWriter out;

    Tables(PrintWriter out) {
        this.out = out;
    }

    void print(Result result) {
        say("");
        say("%s", result.workload() + ": " + result.command());
        Machine machine = result.machine();
        say(
                "  %s, %d cores, %,d MiB, %s, %s, %s; commit %s, seed %d",
                machine.cpu(),
                machine.cores(),
                machine.memoryBytes() >> 20,
                machine.system(),
                machine.fileSystem(),
                machine.jvm(),
                result.commit(),
                result.seed());
        for (Map.Entry<String, Map<String, String>> side : result.sides().entrySet()) {
            say("  %-14s %s", side.getKey(), join(side.getValue()));
        }
        if (ScoreTable.fits(result)) {
            new ScoreTable(out).print(result.metrics());
        } else {
            result.metrics().forEach(this::print);
        }
        if (!result.pauses().isEmpty()) {
            say("");
            say(
                    "  pauses at a fixed rate: the longest operation of each, and beyond the hiccup meter");
            for (PauseFigures pause : result.pauses()) {
                say(
                        "    %-40s %11.1f us %11.1f us beyond  %s",
                        pause.during(), pause.latencyUs(), pause.excessUs(), pause.words());
            }
        }
        if (!result.verdicts().isEmpty()) {
            say("");
            result.verdicts().forEach(this::print);
        }
        out.flush();
    }

    private void print(Metric metric) {
        say("");
        say(
                "  %s [%s, %s is better]",
                metric.name(), metric.unit(), metric.higherIsBetter() ? "higher" : "lower");
        for (SideFigures side : metric.sides()) {
            StringBuilder line =
                    new StringBuilder(
                            format(
                                    "    %-14s %14s  (%s to %s)",
                                    side.side(),
                                    figure(side.median()),
                                    figure(side.min()),
                                    figure(side.max())));
            for (Ratio ratio : metric.ratios()) {
                if (ratio.against().equals(side.side())) {
                    line.append(
                            format(
                                    "  ours is %.2f times (%.2f to %.2f)",
                                    ratio.median(), ratio.min(), ratio.max()));
                }
            }
            say("%s", line);
            Percentiles latency = side.latencyUs();
            if (latency != null) {
                say("    %14s %s", "", words(latency));
            }
        }
    }

    private void print(Verdict verdict) {
        Double found = verdict.found();
        String outcome = verdict.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        say(
                "  %-12s  %s%s",
                outcome, verdict.target().words(), found == null ? "" : ", found " + figure(found));
    }

    private static String join(Map<String, String> facts) {
        StringBuilder joined = new StringBuilder();
        facts.forEach((name, value) ->
                joined.append(joined.isEmpty() ? "" : ", ").append(name).append(' ').append(value));
        return joined.toString();
    }

    /** On one line, to tenths of a microsecond or to nanoseconds where those matter. */
    static String words(Percentiles us) {
        String each = us.p50() < 10 ? "%.3f" : "%.1f";
        String line = "us: p50 @  p90 @  p99 @  p99.9 @  p99.99 @  max @".replace("@", each);
        return format(line, us.p50(), us.p90(), us.p99(), us.p999(), us.p9999(), us.max());
    }

    static String figure(double figure) {
        return format(Math.abs(figure) < 100 ? "%.3f" : "%,.0f", figure);
    }

    private static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }

    private void say(String format, Object... arguments) {
        out.println(format(format, arguments));
    }
}
