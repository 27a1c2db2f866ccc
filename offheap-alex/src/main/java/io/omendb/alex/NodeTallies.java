package io.omendb.alex;

import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.Tally;

/** The blocks of an index, counted as they come and go. Thread: writer; any thread may ask. */
final class NodeTallies {
    private final Tally dataNodes = new Tally();
    private final Tally dataBytes = new Tally();
    private final Tally slots = new Tally();
    private final Tally entries = new Tally();
    private final Tally runs = new Tally();
    private final Tally runPayloads = new Tally();
    private final Tally runBytes = new Tally();
    private final Tally innerNodes = new Tally();
    private final Tally innerBytes = new Tally();
    private final Tally lists = new Tally();
    private final Tally listBytes = new Tally();

    /**
     * A data node came or went, with its entries.
     *
     * @param sign 1 or -1
     */
    void dataNode(int sign, long capacity, long entryCount) {
        dataNodes.add(sign);
        dataBytes.add(sign * BlockAllocator.blockBytes(DataNodeLayout.bytes((int) capacity)));
        slots.add(sign * capacity);
        entries.add(sign * entryCount);
    }

    /** An entry came into a data node, or went. */
    void entry(int sign) {
        entries.add(sign);
    }

    /** A run came or went, with what it stands for. */
    void run(int sign, long payloadCount, long bytes) {
        runs.add(sign);
        runPayloads.add(sign * payloadCount);
        runBytes.add(sign * BlockAllocator.blockBytes(bytes));
    }

    /** A run lost a payload. */
    void runShrank() {
        runPayloads.add(-1);
    }

    void innerNode(int sign, long bytes) {
        innerNodes.add(sign);
        innerBytes.add(sign * BlockAllocator.blockBytes(bytes));
    }

    /** The cell that holds the root. */
    void rootCell(int sign, long bytes) {
        innerBytes.add(sign * BlockAllocator.blockBytes(bytes));
    }

    void list(int sign, long bytes) {
        lists.add(sign);
        listBytes.add(sign * BlockAllocator.blockBytes(bytes));
    }

    long bytes() {
        return dataBytes.value() + runBytes.value() + innerBytes.value() + listBytes.value();
    }

    AlexMemory memory() {
        long used = entries.value();
        long gaps = Math.max(0, slots.value() - used);
        return new AlexMemory(
                used,
                used * DataNodeLayout.SLOT_BYTES,
                gaps,
                gaps * DataNodeLayout.SLOT_BYTES,
                dataNodes.value(),
                Math.max(0, dataBytes.value() - (used + gaps) * DataNodeLayout.SLOT_BYTES),
                runs.value(),
                runPayloads.value(),
                runBytes.value(),
                innerNodes.value(),
                innerBytes.value(),
                lists.value(),
                listBytes.value());
    }
}
