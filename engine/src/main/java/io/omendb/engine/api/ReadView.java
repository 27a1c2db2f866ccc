package io.omendb.engine.api;

import io.omendb.engine.catalog.SystemSnapshot;
import io.omendb.engine.exec.ReadContext;
import io.omendb.engine.exec.StoredTableRows;
import io.omendb.engine.exec.TableRows;
import io.omendb.engine.mvcc.Snapshot;
import io.omendb.engine.txn.Schema;
import io.omendb.engine.txn.StoredTable;
import io.omendb.engine.txn.WriterSession;
import io.omendb.offheap.EpochSlot;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Vector;
import org.eclipse.collections.api.map.primitive.MutableIntObjectMap;
import org.eclipse.collections.impl.factory.primitive.IntObjectMaps;

/**
 * One snapshot of a session together with what is read at it. Reused from statement to statement,
 * so that its tables' readers, and the cursors that have them, are.
 *
 * <p>Owned by the session; used by whichever thread runs the session's cursor at the time.
 */
final class ReadView implements ReadContext {
    private static final Batch NO_PARAMETERS = new Batch(new Vector[0], 1, false);

    private final Session session;
    private final Snapshot snapshot;
    private final EpochSlot epoch;
    private final MutableIntObjectMap<TableRows> tables = IntObjectMaps.mutable.empty();
    private Schema schema;
    private Batch parameters = NO_PARAMETERS;

    ReadView(Session session, Snapshot snapshot, EpochSlot epoch) {
        this.session = session;
        this.snapshot = snapshot;
        this.epoch = epoch;
        this.schema = session.currentSchema();
    }

    /**
     * Announces a snapshot at least as new as all that the session has seen; the schema is loaded
     * after it.
     */
    void open(Batch statementParameters) {
        WriterSession writer = session.writerSession();
        snapshot.take(writer.seenLsn());
        snapshot.own(writer.transaction().slot(), writer.transaction().command() + 1);
        this.parameters = statementParameters;
        Schema current = session.currentSchema();
        if (current != schema) {
            schema = current;
            tables.clear();
        }
    }

    /** What the statement saw: its answer waits until that is durable. */
    long lsn() {
        return Math.max(snapshot.lsn(), schema.lsn());
    }

    Snapshot snapshot() {
        return snapshot;
    }

    Schema schema() {
        return schema;
    }

    /**
     * Announces that the calling thread reads; between this and {@link #exit} nothing it can reach
     * is reused.
     */
    void enter() {
        epoch.enter();
    }

    void exit() {
        epoch.exit();
    }

    /** The snapshot is needed no more. */
    void release() {
        if (snapshot.isTaken()) {
            snapshot.release();
        }
        parameters = NO_PARAMETERS;
    }

    /** The session has ended. */
    void close() {
        release();
        snapshot.close();
    }

    @Override
    public TableRows table(int tableOid) {
        TableRows rows = tables.get(tableOid);
        if (rows == null) {
            StoredTable stored = schema.table(tableOid);
            if (stored == null) {
                throw SqlException.of(
                        SqlState.UNDEFINED_TABLE,
                        "relation with OID " + tableOid + " does not exist");
            }
            rows = new StoredTableRows(stored.table().reader(epoch), snapshot, stored::index);
            tables.put(tableOid, rows);
        }
        return rows;
    }

    @Override
    public SystemSnapshot system() {
        return session.database().systemSnapshot(session, schema.catalog());
    }

    @Override
    public Batch parameters() {
        return parameters;
    }

    @Override
    public long memoryBytesMax() {
        return session.database().config().workMemBytes();
    }

    @Override
    public void checkCancel() {
        if (session.database().hasFailed()) {
            session.database().requireOpen();
        }
        SqlException reason = session.writerSession().takeCancellation();
        if (reason != null) {
            throw reason;
        }
    }
}
