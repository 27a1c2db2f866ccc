package io.omendb.differential;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/** The values of a query, printed, sorted and hashed as sqllogictest wants them. */
final class LogicResult {
    private LogicResult() {}

    /** The values of {@code rows} in the order that {@code record} asks for. */
    static List<String> values(LogicRecord record, List<List<String>> rows) {
        String types = record.types() == null ? "" : record.types();
        List<List<String>> printed = new ArrayList<>();
        for (List<String> row : rows) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                values.add(print(i < types.length() ? types.charAt(i) : 'T', row.get(i)));
            }
            printed.add(values);
        }
        if (record.sort().equals("rowsort")) {
            printed.sort(Comparator.comparing(values -> String.join("\n", values)));
        }
        List<String> values = new ArrayList<>();
        printed.forEach(values::addAll);
        if (record.sort().equals("valuesort")) {
            Collections.sort(values);
        }
        return values;
    }

    /** Whether {@code values} are those of the record, written out or hashed. */
    static boolean matches(LogicRecord record, List<String> values) {
        List<String> expected = record.expected();
        return expected.equals(values)
                || expected.size() == 1
                        && expected.getFirst()
                                .equals(values.size() + " values hashing to " + md5(values));
    }

    private static String print(char type, String value) {
        if (value == WireClient.NULL) {
            return "NULL";
        }
        return switch (type) {
            case 'I' ->
                    isNumber(value)
                            ? new BigDecimal(value).setScale(0, RoundingMode.DOWN).toPlainString()
                            : value;
            case 'R' ->
                    isNumber(value)
                            ? new BigDecimal(value)
                                    .setScale(3, RoundingMode.HALF_UP)
                                    .toPlainString()
                            : value;
            default -> value.isEmpty() ? "(empty)" : value;
        };
    }

    private static boolean isNumber(String value) {
        return value.matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?");
    }

    private static String md5(List<String> values) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            values.forEach(value -> digest.update((value + "\n").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
