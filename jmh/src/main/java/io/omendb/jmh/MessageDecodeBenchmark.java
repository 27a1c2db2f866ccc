package io.omendb.jmh;

import io.omendb.pgwire.codec.FrontendMessage;
import io.omendb.pgwire.codec.FrontendType;
import io.omendb.pgwire.codec.ReceiveBuffer;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Claim: a message is read where it lies in the receive buffer, at the cost of its bytes, and takes
 * nothing from the heap. What a client sends for one prepared statement, Bind with three parameters
 * of 8 bytes, Execute and Sync, arrives and is read to its last field. The floor is its arrival.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MessageDecodeBenchmark {
    private static final int REQUESTS = 64;
    private static final int PARAMETERS = 3;
    private static final int BUFFER_BYTES = 1 << 14;

    private ReceiveBuffer buffer;
    private FrontendMessage message;
    private ByteBuffer requests;

    @Setup
    public void encode() {
        buffer = new ReceiveBuffer(BUFFER_BYTES, BUFFER_BYTES);
        message = new FrontendMessage();
        requests = ByteBuffer.allocateDirect(BUFFER_BYTES);
        SplittableRandom random = new SplittableRandom(Seed.VALUE);
        for (int i = 0; i < REQUESTS; i++) {
            bind(random);
            int execute = begin(FrontendType.EXECUTE);
            requests.put((byte) 0).putInt(0);
            end(execute);
            end(begin(FrontendType.SYNC));
        }
        requests.flip();
    }

    @TearDown
    public void giveBack() {
        buffer.close();
    }

    /** Per request of three messages. */
    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public long decode() {
        arrive();
        long sum = 0;
        while (message.next(buffer)) {
            sum +=
                    switch (message.type()) {
                        case FrontendType.BIND -> readBind();
                        case FrontendType.EXECUTE -> message.string() + message.int32();
                        default -> 1;
                    };
            message.end();
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public long floorArrival() {
        arrive();
        buffer.consume(buffer.readableBytes());
        return buffer.readIndex();
    }

    private void arrive() {
        buffer.writable().put(requests.position(0));
        buffer.received(requests.limit());
    }

    private long readBind() {
        long sum = message.string();
        sum += message.string();
        for (int formats = message.count16(); formats > 0; formats--) {
            sum += message.int16();
        }
        for (int values = message.count16(); values > 0; values--) {
            int length = message.int32();
            int at = message.bytes(length);
            sum += message.segment().get(ValueLayout.JAVA_LONG_UNALIGNED, at);
        }
        for (int formats = message.count16(); formats > 0; formats--) {
            sum += message.int16();
        }
        return sum;
    }

    private void bind(SplittableRandom random) {
        int bind = begin(FrontendType.BIND);
        requests.put((byte) 0).put((byte) 's').put((byte) '1').put((byte) 0);
        requests.putShort((short) 1).putShort((short) 1).putShort((short) PARAMETERS);
        for (int i = 0; i < PARAMETERS; i++) {
            requests.putInt(Long.BYTES).putLong(random.nextLong());
        }
        requests.putShort((short) 1).putShort((short) 1);
        end(bind);
    }

    private int begin(byte type) {
        requests.put(type).putInt(0);
        return requests.position() - Integer.BYTES;
    }

    private void end(int lengthAt) {
        requests.putInt(lengthAt, requests.position() - lengthAt);
    }
}
