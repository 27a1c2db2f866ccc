package io.omendb.engine.txn;

/** Ends the session's transaction: commits it, or takes it back. */
public final class EndOperation extends Operation {
    /** How a transaction ends, or what a session asks without changing anything. */
    public enum Kind {
        COMMIT,
        ROLLBACK,
        /**
         * Logs the sequence values that were handed out, so that none is handed out again after a
         * crash.
         */
        SEQUENCES,
        /**
         * Takes the transaction back, and what the session's side holds with it: its last
         * operation.
         */
        CLOSE
    }

    private Kind kind = Kind.COMMIT;

    public EndOperation(WriterSession session) {
        super(session);
    }

    /** Sets what the next submission does. Session's thread. */
    public void prepareEnd(Kind how) {
        prepare(how == Kind.COMMIT);
        this.kind = how;
    }

    @Override
    protected Step apply(Writer writer) {
        return switch (kind) {
            case COMMIT -> Step.DONE;
            case ROLLBACK -> writer.undo(transaction());
            case CLOSE -> close(writer);
            case SEQUENCES -> writer.logSequences(transaction());
        };
    }

    private Step close(Writer writer) {
        Step step = writer.undo(transaction());
        if (step == Step.DONE) {
            transaction().release();
        }
        return step;
    }

    @Override
    WriterStep appliesAs() {
        return switch (kind) {
            case COMMIT -> WriterStep.COMMIT;
            case ROLLBACK, CLOSE -> WriterStep.ROLLBACK;
            case SEQUENCES -> WriterStep.SEQUENCE_LOGGING;
        };
    }

    @Override
    protected boolean isCancellable() {
        return false;
    }
}
