package io.omendb.sql.function;

import static io.omendb.sql.types.TypeKind.ANYARRAY;
import static io.omendb.sql.types.TypeKind.TEXT;
import static io.omendb.sql.types.TypeKind.TEXT_ARRAY;

import io.omendb.sql.types.ArrayBuilder;
import io.omendb.sql.types.ArrayView;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeCodec;
import io.omendb.sql.vector.Vector;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Arrays to and from strings with a separator. */
final class ArrayText {
    private ArrayText() {}

    static void register(FunctionRegistrar r) {
        r.function("array_to_string", TEXT, Volatility.STABLE, false, Join::new, ANYARRAY, TEXT);
        r.function(
                "array_to_string", TEXT, Volatility.STABLE, false, Join::new, ANYARRAY, TEXT, TEXT);
        KernelFactory split = RowKernel.of(ArrayText::split);
        r.function("string_to_array", TEXT_ARRAY, Volatility.IMMUTABLE, false, split, TEXT, TEXT);
        r.function(
                "string_to_array",
                TEXT_ARRAY,
                Volatility.IMMUTABLE,
                false,
                split,
                TEXT,
                TEXT,
                TEXT);
    }

    /** Null elements are left out, or become the third argument. */
    private static final class Join implements RowKernel {
        private final SqlType element;
        private final TypeCodec codec;
        private final boolean showsNulls;
        private final ArrayView array = new ArrayView();

        Join(List<SqlType> types, SqlType result) {
            element = ArrayFunctions.elementOf(types.get(0));
            codec = TypeCodec.of(element.kind());
            showsNulls = types.size() > 2;
        }

        @Override
        public void apply(KernelInput in, int row, Vector out) {
            if (in.isNull(0, row) || in.isNull(1, row)) {
                out.setNull(row);
                return;
            }
            ArrayFunctions.wrap(array, in, 0, row);
            Vector elements = ArrayFunctions.elements(array);
            boolean withNulls = showsNulls && !in.isNull(2, row);
            boolean first = true;
            out.begin();
            for (int i = 0; i < array.count(); i++) {
                if (elements.nulls[i] && !withNulls) {
                    continue;
                }
                if (!first) {
                    out.put(in.bytesOf(1), in.startAt(1, row), in.lengthAt(1, row));
                }
                first = false;
                if (elements.nulls[i]) {
                    out.put(in.bytesOf(2), in.startAt(2, row), in.lengthAt(2, row));
                } else {
                    codec.formatText(elements, i, element, in.context.format(), out);
                }
            }
            out.end(row);
        }
    }

    /** A null separator splits into characters, an empty one not at all. */
    private static void split(KernelInput in, int row, Vector out) {
        if (in.isNull(0, row)) {
            out.setNull(row);
            return;
        }
        String text = in.textAt(0, row);
        String nullText = in.args.length > 2 && !in.isNull(2, row) ? in.textAt(2, row) : null;
        ArrayBuilder array = new ArrayBuilder(TEXT);
        if (in.isNull(1, row)) {
            text.codePoints()
                    .forEach(c -> addPart(array, new String(Character.toChars(c)), nullText));
        } else if (!text.isEmpty()) {
            String separator = in.textAt(1, row);
            int start = 0;
            int end = separator.isEmpty() ? -1 : text.indexOf(separator);
            while (end >= 0) {
                addPart(array, text.substring(start, end), nullText);
                start = end + separator.length();
                end = text.indexOf(separator, start);
            }
            addPart(array, text.substring(start), nullText);
        }
        array.setList(out, row);
    }

    private static void addPart(
            ArrayBuilder array, String part, @org.jspecify.annotations.Nullable String nullText) {
        if (part.equals(nullText)) {
            array.addNull();
        } else {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            array.addText(bytes, 0, bytes.length);
        }
    }
}
