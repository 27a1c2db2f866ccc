package io.omendb.engine.txn;

import io.omendb.alex.StructureListener;
import io.omendb.pipeline.StepTimer;

/**
 * Times the changes of structure of the indexes, inside the steps of the writer. Before the writer
 * runs, while indexes are built for recovery, there is no step and nothing is timed.
 *
 * <p>Thread: writer.
 */
public final class StructureTimer implements StructureListener {
    private final StepTimer<WriterStep> steps;

    /**
     * @param steps the writer's
     */
    public StructureTimer(StepTimer<WriterStep> steps) {
        this.steps = steps;
    }

    @Override
    public void begins() {
        steps.enter(WriterStep.INDEX_STRUCTURE_CHANGE);
    }

    @Override
    public void ended() {
        steps.leave();
    }
}
