package io.omendb.pgwire.session;

import io.omendb.pgwire.codec.FrontendMessage;
import io.omendb.pgwire.codec.FrontendType;
import io.omendb.pgwire.codec.ProtocolViolation;
import io.omendb.pgwire.codec.ReceiveBuffer;
import io.omendb.pgwire.codec.Scratch;
import io.omendb.sql.error.SqlException;
import java.nio.charset.StandardCharsets;

/** COPY FROM STDIN: hands the data to the execution as fast as it takes it. */
final class CopyInput {
    /** What became of a step. */
    enum Outcome {
        /** For bytes of the client, or for the engine. */
        WAITS,
        GOES_ON,
        /** The execution has all that comes and is to be advanced. */
        ENDED,
        /** The client takes its leave. */
        TERMINATED
    }

    /**
     * What is handed over at a time: bounds the copy on the heap, whatever the size of the message.
     */
    private static final int PIECE_BYTES = 64 << 10;

    private final Scratch scratch;
    private final RowSink sink;

    CopyInput(Scratch scratch, RowSink sink) {
        this.scratch = scratch;
        this.sink = sink;
    }

    /**
     * Takes one message, if the execution can take its data.
     *
     * @throws SqlException if the statement failed
     * @throws ProtocolViolation if the message has no place here
     */
    Outcome step(BackendExecution execution, FrontendMessage message, ReceiveBuffer in) {
        if (!execution.copyReady()) {
            return await(execution);
        }
        if (!message.next(in)) {
            await(execution); // it may have been cancelled
            return Outcome.WAITS;
        }
        return switch (message.type()) {
            case FrontendType.COPY_DATA -> {
                data(execution, message);
                yield Outcome.GOES_ON;
            }
            case FrontendType.COPY_DONE -> {
                message.end();
                execution.copyDone();
                yield Outcome.ENDED;
            }
            case FrontendType.COPY_FAIL -> {
                execution.copyFail(reason(message));
                yield Outcome.ENDED;
            }
            // Sent by clients that pipeline before they know that the statement is a COPY.
            case FrontendType.FLUSH, FrontendType.SYNC -> {
                message.end();
                yield Outcome.GOES_ON;
            }
            case FrontendType.TERMINATE -> Outcome.TERMINATED;
            default ->
                    throw new ProtocolViolation(
                            "unexpected message type "
                                    + (message.type() & 0xff)
                                    + " during COPY from stdin");
        };
    }

    private Outcome await(BackendExecution execution) {
        return switch (execution.advance(sink, Long.MAX_VALUE)) {
            case WAITING, SINK_FULL -> Outcome.WAITS;
            case COPY_IN -> execution.copyReady() ? Outcome.GOES_ON : Outcome.WAITS;
            case DONE, SUSPENDED -> throw new IllegalStateException("COPY ended before its data");
        };
    }

    private void data(BackendExecution execution, FrontendMessage message) {
        while (message.remaining() > 0) {
            int length = Math.min(message.remaining(), PIECE_BYTES);
            byte[] piece = scratch.take(length);
            message.copy(message.bytes(length), piece, 0, length);
            execution.copyData(piece, 0, length);
        }
    }

    private String reason(FrontendMessage message) {
        int start = message.string();
        int length = message.stringLength();
        message.end();
        byte[] text = scratch.take(length);
        message.copy(start, text, 0, length);
        BindDecoder.requireText(text, 0, length);
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }
}
