package io.omendb.perf.demo;

import io.omendb.perf.site.ProgressLine;

import java.io.Console;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Says what happens, in lines that end; progress bars only where somebody looks at them. */
final class Narrator {
    private static final String INDENT = "     ";

    private final PrintWriter out;
    private final boolean terminal;

    Narrator(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Bars are drawn if input and output are those of a terminal. */
    static Narrator onConsole(PrintWriter out) {
        Console console = System.console();
        return new Narrator(out, console != null && console.isTerminal());
    }

    void title(int number, int count, String title) {
        print("");
        print(number + "/" + count + "  " + title);
    }

    void say(String format, Object... arguments) {
        print(INDENT + String.format(Locale.ROOT, format, arguments));
    }

    void end(String format, Object... arguments) {
        print("");
        print(String.format(Locale.ROOT, format, arguments));
    }

    /** Shows how far {@code what} is until it is closed. */
    ProgressLine progress(String what, String unit, long max) {
        return terminal
                ? ProgressLine.bar(INDENT + what, unit, max)
                : ProgressLine.words(line -> print(INDENT + line), what, unit, max);
    }

    /** Says what ended the demo, and what the server said last. */
    void failed(Exception failure, List<String> serverLog) {
        print(INDENT + "FAILED: " + failure.getMessage());
        if (!(failure instanceof CheckFailedException)) {
            failure.printStackTrace(out);
        }
        if (!serverLog.isEmpty()) {
            print(INDENT + "The server's last lines:");
            serverLog.forEach(line -> print(INDENT + "| " + line));
        }
        out.flush();
    }

    private void print(String line) {
        out.println(line);
        out.flush();
    }
}
