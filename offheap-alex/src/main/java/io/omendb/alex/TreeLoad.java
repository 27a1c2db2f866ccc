package io.omendb.alex;

import io.omendb.alex.DataNodeBuilder.Gaps;
import io.omendb.offheap.MemoryExhaustedException;

/**
 * The nodes of a tree that is loaded: data nodes from left to right, each built once, and the inner
 * nodes over them at the end. Nothing leads to any of them before that. Thread: writer.
 */
final class TreeLoad {

    private static final double DENSITY = 0.82;

    private final NodeStore store;
    private final DataNodeBuilder builder;
    private final RunFitter fitter;
    private final FanOutTree nodes;

    /** The least key of the next data node. */
    private long low = Long.MIN_VALUE;

    TreeLoad(NodeStore store, RowKeys rows) {
        this.store = store;
        this.builder = new DataNodeBuilder(store);
        this.fitter = new RunFitter(rows, store.options());
        this.nodes = new FanOutTree(store);
    }

    /** How many entries are collected before a node is built. */
    int countMax() {
        return (int) (builder.capacityFor(store.options().leafSlotsMax()) * DENSITY);
    }

    /**
     * Builds a data node of the first entries of an image.
     *
     * @param next the key that follows those of the image
     * @return how many entries went in; the others are for the next node
     */
    int add(NodeImage source, long next) {
        try {
            return addFirst(source, next);
        } catch (MemoryExhaustedException e) {
            store.abandon();
            throw e;
        }
    }

    private int addFirst(NodeImage source, long next) {
        long before = nodes.count() == 0 ? 0 : nodes.last();
        int inRun = fitter.runLength(before, source);
        long boundary =
                inRun == 0
                        ? Boundaries.ofLoad(source, source.count(), next)
                        : Boundaries.ofLoad(
                                source, inRun, inRun < source.count() ? source.keys[inRun] : next);
        long lowNext = InnerNodeLayout.unsigned(boundary);
        int rank = source.rank(lowNext);
        if (inRun == 0) {
            addEntries(source, rank, Gaps.SPREAD, lowNext - 1);
        } else {
            addRun(before, source, rank, lowNext - 1);
        }
        low = lowNext;
        return rank;
    }

    private void addEntries(NodeImage source, int count, Gaps gaps, long high) {
        int capacity = builder.capacityFor((int) (count / DENSITY) + 1);
        nodes.add(builder.build(source, 0, count, capacity, gaps, low, high));
        store.settle();
    }

    /** A run that goes on with the one before it becomes one with it. */
    private void addRun(long before, NodeImage source, int count, long high) {
        long run = RunNodes.create(store, fitter, source, count, low, high);
        if (before == 0 || !RunNodes.isRun(before) || !RunNodes.goesOn(before, run)) {
            nodes.add(run);
            store.settle();
            return;
        }
        long joined = RunNodes.join(store, before, run);
        nodes.removeLast();
        nodes.add(joined);
        store.settle();
        store.free(BlockKind.RUN, before, RunNodes.bytes(before));
        store.free(BlockKind.RUN, run, RunNodes.bytes(run));
    }

    /**
     * Builds the last data node, to which keys are appended, and the inner nodes.
     *
     * @param last its entries, which are the node's from here on
     * @return the child that a root cell is to lead to
     */
    long finish(NodeImage last) {
        addEntries(last, last.count(), Gaps.RIGHT, Long.MAX_VALUE);
        last.clear();
        long root = nodes.build();
        nodes.clear();
        return root;
    }

    /** The data nodes that no tree leads to. */
    int dataNodeCount() {
        return nodes.count();
    }

    /** Takes one of them out. */
    long removeDataNode() {
        return nodes.removeLast();
    }
}
