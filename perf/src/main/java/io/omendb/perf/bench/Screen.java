package io.omendb.perf.bench;

import io.omendb.perf.site.ProgressLine;
import java.io.Console;
import java.io.PrintWriter;

/** The terminal, or the file that stands for it: progress bars only where somebody looks at them. */
final class Screen {
    private final PrintWriter out;
    private final boolean terminal;

    Screen(PrintWriter out) {
        this.out = out;
        Console console = System.console();
        this.terminal = console != null && console.isTerminal();
    }

    void say(String line) {
        out.println(line);
        out.flush();
    }

    ProgressLine progress(String what, String unit, long max) {
        return terminal
                ? ProgressLine.bar(what, unit, max)
                : ProgressLine.words(this::say, what, unit, max);
    }
}
