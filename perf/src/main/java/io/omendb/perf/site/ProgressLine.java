package io.omendb.perf.site;

import java.util.Locale;
import java.util.function.Consumer;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far something is. */
public sealed interface ProgressLine extends AutoCloseable {
    /** Any thread may report; {@code done} does not fall. */
    void reached(long done);

    @Override
    void close();

    /** A bar that is drawn over and over in one line of the terminal. */
    static ProgressLine bar(String what, String unit, long max) {
        return new Bar(what, unit, max);
    }

    /** A line at each quarter of the way, for logs and pipes. */
    static ProgressLine words(Consumer<String> say, String what, String unit, long max) {
        return new Words(say, what, unit, max);
    }

    /** Drawn on standard output. */
    final class Bar implements ProgressLine {
        /**
         * Given, not asked of the terminal: asking would start programs and load a native library.
         */
        private static final int COLUMNS = 79;

        private static final int UPDATE_MS = 100;

        private final ProgressBar bar;

        private Bar(String what, String unit, long max) {
            bar =
                    new ProgressBarBuilder()
                            .setTaskName(what)
                            .setUnit(" " + unit, 1)
                            .setInitialMax(max)
                            .setStyle(ProgressBarStyle.ASCII)
                            .setUpdateIntervalMillis(UPDATE_MS)
                            .setConsumer(new ConsoleProgressBarConsumer(System.out, COLUMNS))
                            .build();
        }

        @Override
        public void reached(long done) {
            bar.stepTo(done);
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    /** Said, not drawn. */
    final class Words implements ProgressLine {
        private static final int QUARTERS = 4;

        private final Consumer<String> say;
        private final String what;
        private final String unit;
        private final long max;
        private long quartersSaid;

        private Words(Consumer<String> say, String what, String unit, long max) {
            this.say = say;
            this.what = what;
            this.unit = unit;
            this.max = max;
        }

        @Override
        public synchronized void reached(long done) {
            long quarters = Math.min(QUARTERS, done * QUARTERS / max);
            if (quarters > quartersSaid) {
                quartersSaid = quarters;
                say.accept(
                        String.format(
                                Locale.ROOT,
                                "%s: %,d of %,d %s",
                                what,
                                Math.min(done, max),
                                max,
                                unit));
            }
        }

        @Override
        public void close() {}
    }
}
