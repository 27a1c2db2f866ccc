package io.omendb.alex;

/**
 * The bytes that operations of one kind had to move, apart from the pair itself.
 *
 * @param shifted entries moved to the next slot of their node, and gaps that got another key
 * @param copied entries copied into new nodes
 * @param children slots of inner nodes, written or copied
 * @param lists payloads of keys that have several, copied into new lists
 * @param operationMax the most that a single operation moved, of all kinds together
 */
public record MovedBytes(long shifted, long copied, long children, long lists, long operationMax) {
    /** Of all kinds. */
    public long total() {
        return shifted + copied + children + lists;
    }
}
