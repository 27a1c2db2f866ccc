package io.omendb.alex;

import io.omendb.offheap.ProcessMemory;

/** Walks a tree beside no writer and checks what its layouts promise. */
final class AlexVerifier {

    private static final int DEPTH_MAX = 64;

    private final long rootCell;
    private final RowKeys.Reader rows;
    private final NodeTallies found;
    private long pairCount;
    private long nodeCount;
    private int depth;

    AlexVerifier(long rootCell, RowKeys.Reader rows) {
        this(rootCell, rows, new NodeTallies());
    }

    private AlexVerifier(long rootCell, RowKeys.Reader rows, NodeTallies found) {
        this.rootCell = rootCell;
        this.rows = rows;
        this.found = found;
    }

    /** All blocks that were met, but for the cell that holds the root. */
    NodeTallies found() {
        return found;
    }

    long pairCount() {
        return pairCount;
    }

    long nodeCount() {
        return nodeCount;
    }

    int depth() {
        return depth;
    }

    void verify() {
        verifyChild(ProcessMemory.getLong(rootCell), Long.MIN_VALUE, Long.MAX_VALUE, 0);
    }

    private void verifyChild(long child, long low, long high, int level) {
        depth = Math.max(depth, level);
        nodeCount++;
        check(level <= DEPTH_MAX, "the tree is deeper than it may be", child);
        check(low <= high, "bounds are empty", child);
        if (!InnerNodeLayout.isData(child)) {
            verifyInner(child, low, high, level);
        } else if (RunNodes.isRun(InnerNodeLayout.dataNode(child))) {
            verifyRun(InnerNodeLayout.dataNode(child), low, high);
        } else {
            verifyData(InnerNodeLayout.dataNode(child), low, high);
        }
    }

    private void verifyRun(long node, long low, long high) {
        long version = ProcessMemory.getLong(node + DataNodeLayout.VERSION);
        int count = RunNodes.count(node);
        check((version & DataNodeLayout.VERSION_BUSY) == 0, "version", node);
        check(DataNode.low(node) == low && DataNode.high(node) == high, "bounds", node);
        long before = low;
        for (int i = 0; i < count; i++) {
            long key = rows.key(RunNodes.payload(node, i));
            check(key >= low && key <= high, "a key outside the bounds", node);
            check(i == 0 || key > before, "order", node);
            check(RunNodes.floor(node, rows, key) == i, "a payload that is not found", node);
            before = key;
        }
        check(RunNodes.areKnotsRight(node, rows), "knots", node);
        found.run(1, count, RunNodes.bytes(node));
        pairCount += count;
    }

    private void verifyInner(long node, long low, long high, int level) {
        int count = InnerNodes.count(node);
        int shift = InnerNodes.shift(node);
        long base = InnerNodes.base(node);
        found.innerNode(1, InnerNodes.blockBytes(node));
        check(count > 0 && count <= InnerNodes.capacity(node), "slot count", node);
        check(shift >= 1 && shift <= 63 && base >= 0, "model", node);
        check(base + count - 1 <= -1L >>> shift, "slots beyond the domain", node);
        int slot = 0;
        while (slot < count) {
            int end = InnerNodes.runEnd(node, slot);
            for (int i = slot; i <= end; i++) {
                check(InnerNodes.isPlaceRight(node, i), "a place in a data node", node);
            }
            long from = slot == 0 ? low : InnerNodeLayout.unsigned((base + slot) << shift);
            long to =
                    end == count - 1
                            ? high
                            : InnerNodeLayout.unsigned((base + end + 1) << shift) - 1;
            check(from >= low && to <= high, "a boundary outside the bounds", node);
            verifyChild(InnerNodes.child(node, slot), from, to, level + 1);
            slot = end + 1;
        }
    }

    private void verifyData(long node, long low, long high) {
        long version = ProcessMemory.getLong(node + DataNodeLayout.VERSION);
        int capacity = DataNode.capacity(node);
        int first = DataNode.first(node);
        int limit = DataNode.limit(node);
        long presence = DataNodeLayout.presence(node);
        check((version & DataNodeLayout.VERSION_BUSY) == 0, "version", node);
        check(DataNode.low(node) == low && DataNode.high(node) == high, "bounds", node);
        check(0 <= first && first <= limit && limit <= capacity, "range", node);
        check(DataNodeLayout.bytes(capacity) <= DataNode.blockBytes(node), "capacity", node);
        int entries = 0;
        int lists = 0;
        long before = low;
        for (int slot = 0; slot < capacity; slot++) {
            boolean present = DataNodeLayout.bit(presence, slot);
            boolean isList = DataNodeLayout.bit(DataNodeLayout.lists(node, capacity), slot);
            check(!present || slot >= first && slot < limit, "an entry outside the range", node);
            check(present || !isList, "a list without an entry", node);
            if (slot < first || slot >= limit) {
                continue;
            }
            long key = DataNode.key(node, slot);
            check(present || slot != first && slot != limit - 1, "a gap at the edge", node);
            check(key >= low && key <= high, "a key outside the bounds", node);
            if (present) {
                check(entries == 0 || key > before, "order", node);
                before = key;
                entries++;
                check(NodeSearch.floor(node, key) == slot, "an entry that is not found", node);
                if (isList) {
                    lists++;
                    verifyList(PayloadLists.listOf(DataNode.word(node, slot)));
                } else {
                    pairCount++;
                }
            } else {
                int next = DataNodeLayout.nextSet(presence, slot, limit);
                check(
                        next > slot && DataNode.key(node, next) == key,
                        "a gap without its neighbour's key",
                        node);
            }
        }
        check(entries == DataNode.count(node), "count", node);
        found.dataNode(1, capacity, entries);
        check(lists == ProcessMemory.getInt(node + DataNodeLayout.LIST_COUNT), "list count", node);
    }

    private void verifyList(long list) {
        found.list(1, PayloadLists.blockBytes(list));
        if (PayloadLists.isTree(list)) {
            AlexVerifier payloads = new AlexVerifier(list + PayloadLists.ROOT_CELL, rows, found);
            payloads.verify();
            check(payloads.pairCount == PayloadLists.treeCount(list), "payload count", list);
            check(payloads.pairCount > 1, "a list of less than two", list);
            pairCount += payloads.pairCount;
            return;
        }
        int count = PayloadLists.flatCount(list);
        check(count > 1, "a list of less than two", list);
        for (int i = 1; i < count; i++) {
            check(
                    PayloadLists.flatPayload(list, i - 1) < PayloadLists.flatPayload(list, i),
                    "payload order",
                    list);
        }
        pairCount += count;
    }

    private static void check(boolean holds, String fact, long offset) {
        if (!holds) {
            throw new IllegalStateException(
                    "index node at offset " + offset + " is damaged: " + fact);
        }
    }
}
