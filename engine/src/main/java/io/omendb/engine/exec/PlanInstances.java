package io.omendb.engine.exec;

import io.omendb.sql.function.EvaluationContext;
import java.util.List;

/** The instances of a plan: one that is used again and again, and more while it is open. */
final class PlanInstances {
    private final PhysicalNode root;
    private final List<PhysicalNode> initPlans;
    private final EvaluationContext session;
    private PlanInstance kept;

    PlanInstances(PhysicalNode root, List<PhysicalNode> initPlans, EvaluationContext session) {
        this(root, initPlans, session, false);
    }

    /**
     * @param timing whether the kept instance measures its steps
     */
    PlanInstances(
            PhysicalNode root,
            List<PhysicalNode> initPlans,
            EvaluationContext session,
            boolean timing) {
        this.root = root;
        this.initPlans = List.copyOf(initPlans);
        this.session = session;
        kept = create(timing);
    }

    PhysicalNode root() {
        return root;
    }

    List<PhysicalNode> initPlans() {
        return initPlans;
    }

    /** The instance that is kept. */
    PlanInstance kept() {
        return kept;
    }

    /** The kept instance, opened: plans with evaluators outside it run once at a time. */
    PlanInstance openKept(ReadContext context) {
        if (kept.isOpen()) {
            throw new IllegalStateException("a changing statement is opened while it runs");
        }
        kept.open(context);
        return kept;
    }

    PlanInstance create(boolean timing) {
        return new PlanInstance(root, initPlans, session, timing);
    }

    /** An instance that is open; the caller closes it. */
    PlanInstance open(ReadContext context) {
        PlanInstance instance = kept;
        if (instance.isOpen()) {
            instance = create(false);
            kept = instance;
        }
        instance.open(context);
        return instance;
    }
}
