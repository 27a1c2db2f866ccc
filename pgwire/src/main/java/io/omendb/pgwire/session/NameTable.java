package io.omendb.pgwire.session;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Prepared statements or portals by their names' bytes, so that a name on the wire is looked up
 * without becoming a String. Open addressing with linear probing, backward-shift deletion, load at
 * most one half.
 */
final class NameTable<V> {
    private static final int CAPACITY_INITIAL = 16;
    private static final byte[] NO_NAME = {};

    private byte[][] names = new byte[CAPACITY_INITIAL][];
    private @Nullable Object[] values = new Object[CAPACITY_INITIAL];
    private int size;

    int size() {
        return size;
    }

    @Nullable V get(byte[] bytes, int offset, int length) {
        return valueAt(slotOf(bytes, offset, length));
    }

    /** Adds a value under a copy of the name, which must not be there yet. */
    void put(byte[] bytes, int offset, int length, V value) {
        if (2 * (size + 1) > names.length) {
            grow();
        }
        int slot = slotOf(bytes, offset, length);
        assert values[slot] == null;
        names[slot] = Arrays.copyOfRange(bytes, offset, offset + length);
        values[slot] = value;
        size++;
    }

    @Nullable V remove(byte[] bytes, int offset, int length) {
        int slot = slotOf(bytes, offset, length);
        V value = valueAt(slot);
        if (value != null) {
            removeAt(slot);
        }
        return value;
    }

    /** Removes all, handing each to {@code last}. */
    void clear(Consumer<? super V> last) {
        if (size == 0) {
            return;
        }
        for (int slot = 0; slot < values.length; slot++) {
            V value = valueAt(slot);
            if (value != null) {
                values[slot] = null;
                last.accept(value);
            }
        }
        Arrays.fill(names, null);
        size = 0;
    }

    /** Hands each value to {@code visitor}, which must not change the table. */
    void forEach(Consumer<? super V> visitor) {
        for (int slot = 0; size > 0 && slot < values.length; slot++) {
            V value = valueAt(slot);
            if (value != null) {
                visitor.accept(value);
            }
        }
    }

    private void removeAt(int slot) {
        int mask = names.length - 1;
        int hole = slot;
        int next = (hole + 1) & mask;
        while (values[next] != null) {
            int home = hash(names[next], 0, names[next].length) & mask;
            if (((next - home) & mask) >= ((next - hole) & mask)) {
                names[hole] = names[next];
                values[hole] = values[next];
                hole = next;
            }
            next = (next + 1) & mask;
        }
        names[hole] = NO_NAME;
        values[hole] = null;
        size--;
    }

    private int slotOf(byte[] bytes, int offset, int length) {
        int mask = names.length - 1;
        int slot = hash(bytes, offset, length) & mask;
        while (values[slot] != null
                && !Arrays.equals(
                        names[slot], 0, names[slot].length, bytes, offset, offset + length)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    @SuppressWarnings("unchecked")
    private @Nullable V valueAt(int slot) {
        return (V) values[slot];
    }

    private void grow() {
        byte[][] namesOld = names;
        @Nullable Object[] valuesOld = values;
        names = new byte[namesOld.length * 2][];
        values = new Object[namesOld.length * 2];
        for (int i = 0; i < namesOld.length; i++) {
            if (valuesOld[i] != null) {
                int slot = slotOf(namesOld[i], 0, namesOld[i].length);
                names[slot] = namesOld[i];
                values[slot] = valuesOld[i];
            }
        }
    }

    /** FNV-1a, its high bits folded into the low ones that choose the slot. */
    private static int hash(byte[] bytes, int offset, int length) {
        int hash = 0x811c9dc5;
        for (int i = offset; i < offset + length; i++) {
            hash = (hash ^ bytes[i]) * 0x01000193;
        }
        return hash ^ (hash >>> 15);
    }
}
