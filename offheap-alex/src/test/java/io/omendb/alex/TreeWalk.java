package io.omendb.alex;

import io.omendb.offheap.ProcessMemory;
import java.util.function.LongConsumer;

/** Walks the nodes of an index beside no writer, to count what a search has to do there. */
final class TreeWalk {

    private TreeWalk() {}

    /** All data nodes with entries, from left to right. */
    static void forEachDataNode(AlexIndex index, LongConsumer visitor) {
        visit(ProcessMemory.getLong(index.rootCell()), visitor);
    }

    private static void visit(long child, LongConsumer visitor) {
        if (InnerNodeLayout.isData(child)) {
            if (!RunNodes.isRun(InnerNodeLayout.dataNode(child))) {
                visitor.accept(InnerNodeLayout.dataNode(child));
            }
            return;
        }
        int slot = 0;
        while (slot < InnerNodes.count(child)) {
            visit(InnerNodes.child(child, slot), visitor);
            slot = InnerNodes.runEnd(child, slot) + 1;
        }
    }

    /**
     * How often searches look at something that the next look depends on, on average over all keys:
     * the inner nodes, then the steps out from the predicted slot, doubled, and back, halved.
     */
    static double stepsMean(AlexIndex index) {
        double[] sums = new double[2];
        forEachDataNode(
                index,
                node -> {
                    long presence = DataNodeLayout.presence(node);
                    int limit = DataNode.limit(node);
                    for (int slot = DataNodeLayout.nextSet(presence, 0, limit);
                            slot >= 0;
                            slot = DataNodeLayout.nextSet(presence, slot + 1, limit)) {
                        int off = Math.abs(predicted(node, DataNode.key(node, slot)) - slot);
                        sums[0] += 1 + 2 * (32 - Integer.numberOfLeadingZeros(off));
                        sums[1]++;
                    }
                });
        return sums[1] == 0 ? 0 : index.stats().height() + sums[0] / sums[1];
    }

    private static int predicted(long node, long key) {
        int last = DataNode.limit(node) - 1;
        return Math.max(DataNode.first(node), Math.min(NodeSearch.predict(node, key), last));
    }

    /** Where a node's model is most wrong about one of its entries: the slot. */
    static int worstPredicted(long node) {
        long presence = DataNodeLayout.presence(node);
        int limit = DataNode.limit(node);
        int worst = DataNode.first(node);
        int worstOff = -1;
        for (int slot = DataNodeLayout.nextSet(presence, 0, limit);
                slot >= 0;
                slot = DataNodeLayout.nextSet(presence, slot + 1, limit)) {
            int off = Math.abs(predicted(node, DataNode.key(node, slot)) - slot);
            if (off > worstOff) {
                worst = slot;
                worstOff = off;
            }
        }
        return worst;
    }

    /** The middle of the longest stretch of slots without a gap. */
    static int densest(long node) {
        long presence = DataNodeLayout.presence(node);
        int limit = DataNode.limit(node);
        int densest = DataNode.first(node);
        int lengthMax = 0;
        int from = DataNode.first(node);
        while (from >= 0 && from < limit) {
            int clear = DataNodeLayout.nextClear(presence, from, limit);
            int to = clear < 0 || clear > limit ? limit : clear;
            if (to - from > lengthMax) {
                lengthMax = to - from;
                densest = (from + to) >>> 1;
            }
            from = DataNodeLayout.nextSet(presence, to, limit);
        }
        return densest;
    }
}
