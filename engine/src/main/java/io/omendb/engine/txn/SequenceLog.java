package io.omendb.engine.txn;

import io.omendb.engine.wal.WalWriter;
import io.omendb.sql.catalog.SequenceDefinition;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.eclipse.collections.api.map.primitive.ImmutableIntObjectMap;
import org.eclipse.collections.impl.factory.primitive.IntObjectMaps;

/**
 * All sequences, and what of them is logged. Values are taken by any thread; before the next commit
 * goes to the log, the writer logs the sequences that were used beyond what the log covers.
 */
public final class SequenceLog {
    /** Values that are logged ahead: so many are skipped by a crash. */
    static final int AHEAD = 32;

    private static final VarHandle TOUCHED;
    private static final VarHandle STATES;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            TOUCHED = lookup.findVarHandle(SequenceLog.class, "touched", boolean.class);
            STATES = lookup.findVarHandle(SequenceLog.class, "states", ImmutableIntObjectMap.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private ImmutableIntObjectMap<SequenceState> states = IntObjectMaps.immutable.empty();
    private boolean touched;
    private long loggedLsn;

    /**
     * Takes the next value. Thread: any.
     *
     * @throws SqlException 42P01 if the sequence has gone, 2200H if it is exhausted
     */
    public long next(int oid) {
        long value = state(oid).next();
        TOUCHED.setVolatile(this, true); // after the value: whoever sees the mark sees the value
        return value;
    }

    /** setval. Thread: any. */
    public void set(int oid, long value, boolean isCalled) {
        state(oid).set(value, isCalled);
        TOUCHED.setVolatile(this, true);
    }

    /** Adds a sequence at its start. Thread: writer, or recovery. */
    public void create(SequenceDefinition definition) {
        STATES.setRelease(
                this,
                statesAcquire()
                        .newWithKeyValue(
                                definition.oid(),
                                new SequenceState(definition, definition.start())));
    }

    /** Takes a sequence away. Thread: writer, or recovery. */
    public void drop(int oid) {
        STATES.setRelease(this, statesAcquire().newWithoutKey(oid));
    }

    /**
     * Puts a sequence where the log says that it may be; one that was dropped later is not there
     * any more.
     */
    public void recover(int oid, long value) {
        SequenceState state = statesAcquire().get(oid);
        if (state != null) {
            state.set(value, false);
            state.logged(value);
        }
    }

    /**
     * Logs what was used beyond the log. Thread: writer.
     *
     * @return {@link WalWriter#OK}, or why the log takes nothing now
     */
    long logAhead(WalWriter wal) {
        if (!(boolean) TOUCHED.getVolatile(this)) {
            return WalWriter.OK;
        }
        TOUCHED.setVolatile(this, false);
        for (SequenceState state : statesAcquire()) {
            if (state.needsLog()) {
                long value = state.logTarget(AHEAD);
                long lsn = wal.appendSequence(state.definition().oid(), value);
                if (lsn < 0) {
                    TOUCHED.setVolatile(this, true);
                    return lsn;
                }
                state.logged(value);
                loggedLsn = lsn;
            }
        }
        return WalWriter.OK;
    }

    /** The LSN that covers every value taken before the last {@link #logAhead}. Thread: writer. */
    long loggedLsn() {
        return loggedLsn;
    }

    private SequenceState state(int oid) {
        SequenceState state = statesAcquire().get(oid);
        if (state == null) {
            throw SqlException.of(
                    SqlState.UNDEFINED_TABLE, "sequence with OID " + oid + " does not exist");
        }
        return state;
    }

    @SuppressWarnings("unchecked")
    private ImmutableIntObjectMap<SequenceState> statesAcquire() {
        return (ImmutableIntObjectMap<SequenceState>) STATES.getAcquire(this);
    }
}
