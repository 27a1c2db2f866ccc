package io.omendb.jmh;

import io.omendb.engine.api.PreparedPlan;
import io.omendb.engine.api.RepeatedPlan;
import io.omendb.engine.api.Session;
import io.omendb.engine.api.SessionOptions;
import io.omendb.sql.syntax.Statement;
import io.omendb.sql.syntax.StatementShape;
import io.omendb.sql.vector.Batch;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Claim: a simple query whose text came before, with other constants in it, finds its plan by its
 * bytes: nothing is parsed, bound, planned or taken from the heap. The rival is the whole way, of
 * the same texts.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RepeatedTextBenchmark {
    private static final int TEXTS = 1_024;
    private static final int FIRST_KEY = 100_000;
    private static final int[] NO_PARAMETERS = {};

    private MetricsDatabase metrics;
    private Session session;
    private RepeatedPlan plan;
    private Batch parameters;
    private StatementShape known;
    private final StatementShape shape = new StatementShape();
    private final String[] texts = new String[TEXTS];
    private final byte[][] bytes = new byte[TEXTS][];
    private int next;

    @Setup
    public void plan() {
        metrics = MetricsDatabase.open(TEXTS);
        session = metrics.database().connect(SessionOptions.DEFAULT, () -> {});
        for (int i = 0; i < TEXTS; i++) {
            texts[i] = "SELECT value, sensor FROM metrics WHERE id = " + (FIRST_KEY + i);
            bytes[i] = texts[i].getBytes(StandardCharsets.UTF_8);
        }
        Statement statement = session.parse(texts[0]).getFirst();
        session.prepare(statement, texts[0], NO_PARAMETERS);
        known = new StatementShape();
        if (!known.scan(bytes[0], bytes[0].length)) {
            throw new IllegalStateException("the text has no shape");
        }
        RepeatedPlan repeated = session.repeat(statement, known, bytes[0]);
        if (repeated == null) {
            throw new IllegalStateException("the shape has no plan");
        }
        plan = repeated;
        parameters = plan.plan().newParameters();
    }

    @TearDown
    public void giveBack() {
        session.close();
        metrics.close();
    }

    @Benchmark
    public PreparedPlan byShape() {
        byte[] text = bytes[nextText()];
        boolean found =
                shape.scan(text, text.length)
                        && known.matches(shape, plan.lifted())
                        && plan.isCurrent()
                        && plan.begin(shape, parameters);
        if (!found) {
            throw new IllegalStateException("the text has another shape");
        }
        return plan.plan();
    }

    @Benchmark
    public PreparedPlan rivalParseBindPlan() {
        String text = texts[nextText()];
        return session.prepare(session.parse(text).getFirst(), text, NO_PARAMETERS);
    }

    private int nextText() {
        next = (next + 1) & (TEXTS - 1);
        return next;
    }
}
