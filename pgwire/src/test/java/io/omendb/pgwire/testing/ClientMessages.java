package io.omendb.pgwire.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Messages of a client from a line of a script: a letter or word, then numbers, quoted strings
 * ({@code \n}, {@code \0} as usual), bytes as {@code x0102}, {@code null}.
 */
public final class ClientMessages {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    private ClientMessages() {}

    /** Encodes one message. */
    public static byte[] encode(String line) {
        List<String> words = words(line);
        ClientMessages message = new ClientMessages();
        List<String> rest = words.subList(1, words.size());
        return switch (words.get(0)) {
            case "startup" -> message.startup(rest);
            case "ssl" -> message.int32((1234 << 16) | 5679).untyped();
            case "gss" -> message.int32((1234 << 16) | 5680).untyped();
            case "cancel" ->
                    message.int32((1234 << 16) | 5678)
                            .int32(Integer.parseInt(rest.get(0)))
                            .value(rest.get(1))
                            .untyped();
            case "raw" -> HexFormat.of().parseHex(rest.get(0));
            case "P" -> message.parse(rest);
            case "B" -> message.bind(rest);
            case "E" -> message.string(rest.get(0)).int32(Integer.parseInt(rest.get(1))).typed('E');
            case "d" -> message.value(rest.get(0)).typed('d');
            case "D", "C" ->
                    message.value(rest.get(0)).string(rest.get(1)).typed(words.get(0).charAt(0));
            default -> message.strings(rest).typed(words.get(0).charAt(0));
        };
    }

    private byte[] startup(List<String> rest) {
        String[] version = rest.get(0).split("\\.");
        int32((Integer.parseInt(version[0]) << 16) | Integer.parseInt(version[1]));
        strings(rest.subList(1, rest.size()));
        body.write(0);
        return untyped();
    }

    private byte[] parse(List<String> rest) {
        string(rest.get(0)).string(rest.get(1)).int16(rest.size() - 2);
        for (String oid : rest.subList(2, rest.size())) {
            int32(Integer.parseInt(oid));
        }
        return typed('P');
    }

    /** {@code B portal statement [formats n ...] [values v ...] [results n ...]}. */
    private byte[] bind(List<String> rest) {
        string(rest.get(0)).string(rest.get(1));
        formats(section(rest, "formats"));
        List<String> values = section(rest, "values");
        int16(values.size());
        for (String value : values) {
            if (value.equals("null")) {
                int32(-1);
            } else {
                byte[] bytes = bytes(value);
                int32(bytes.length);
                body.writeBytes(bytes);
            }
        }
        formats(section(rest, "results"));
        return typed('B');
    }

    private void formats(List<String> formats) {
        int16(formats.size());
        for (String format : formats) {
            int16(Integer.parseInt(format));
        }
    }

    private static List<String> section(List<String> words, String name) {
        int start = words.indexOf(name);
        List<String> section = new ArrayList<>();
        for (int i = start + 1; start >= 0 && i < words.size(); i++) {
            if (List.of("formats", "values", "results").contains(words.get(i))) {
                break;
            }
            section.add(words.get(i));
        }
        return section;
    }

    private ClientMessages strings(List<String> words) {
        words.forEach(this::string);
        return this;
    }

    private ClientMessages string(String word) {
        value(word);
        body.write(0);
        return this;
    }

    private ClientMessages value(String word) {
        body.writeBytes(bytes(word));
        return this;
    }

    private static byte[] bytes(String word) {
        if (word.startsWith("\"")) {
            String text = word.substring(1, word.length() - 1).translateEscapes();
            return text.getBytes(StandardCharsets.UTF_8);
        }
        if (word.startsWith("x")) {
            return HexFormat.of().parseHex(word.substring(1));
        }
        return word.getBytes(StandardCharsets.UTF_8);
    }

    private ClientMessages int16(int value) {
        body.write(value >> 8);
        body.write(value);
        return this;
    }

    private ClientMessages int32(int value) {
        return int16(value >> 16).int16(value);
    }

    private byte[] typed(char type) {
        return ByteBuffer.allocate(5 + body.size())
                .put((byte) type)
                .putInt(4 + body.size())
                .put(body.toByteArray())
                .array();
    }

    private byte[] untyped() {
        return ByteBuffer.allocate(4 + body.size())
                .putInt(4 + body.size())
                .put(body.toByteArray())
                .array();
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        int i = 0;
        while (i < line.length()) {
            if (line.charAt(i) == ' ') {
                i++;
                continue;
            }
            int end = i;
            if (line.charAt(i) == '"') {
                end = i + 1;
                while (line.charAt(end) != '"') {
                    end += line.charAt(end) == '\\' ? 2 : 1;
                }
                end++;
            } else {
                while (end < line.length() && line.charAt(end) != ' ') {
                    end++;
                }
            }
            words.add(line.substring(i, end));
            i = end;
        }
        return words;
    }
}
