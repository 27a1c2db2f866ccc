package io.omendb.engine.mvcc;

import java.util.Arrays;

/**
 * What the writer saw when it last looked which snapshots are in use (rule 16). It stays true: a
 * snapshot that was announced since is not older than the durable LSN of then.
 *
 * <p>Thread: writer.
 */
public final class VersionHorizon {

    private long[] announced = new long[64];
    private int count;
    private long durable;
    private long lsn;

    /** What was committed up to this is seen by every present and later snapshot. Never falls. */
    public long lsn() {
        return lsn;
    }

    /**
     * Whether no present or later snapshot sees the version that came with the older commit and
     * went with the newer one.
     *
     * @param olderState the state of the older change's slot
     * @param newerState the state of the newer change's slot
     */
    public boolean isUnseen(long olderState, long newerState) {
        if (newerState > durable) {
            return false; // not durable, or no commit at all: a snapshot may yet fall between
        }
        int at = Arrays.binarySearch(announced, 0, count, olderState);
        int next = at >= 0 ? at : -at - 1; // the first snapshot not below the older commit
        return next == count || announced[next] >= newerState;
    }

    void begin(long durableLsn) {
        durable = durableLsn;
        count = 0;
    }

    void add(long snapshotLsn) {
        if (count == announced.length) {
            announced = Arrays.copyOf(announced, count * 2);
        }
        announced[count++] = snapshotLsn;
    }

    void end() {
        Arrays.sort(announced, 0, count);
        lsn = Math.max(lsn, count == 0 ? durable : Math.min(durable, announced[0]));
    }
}
