package io.omendb.pgwire.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class Utf8ValidatorProperties {
    @Provide
    Arbitrary<byte[]> nearlyUtf8() {
        Arbitrary<byte[]> text =
                Arbitraries.strings()
                        .ofMaxLength(40)
                        .map(string -> string.getBytes(StandardCharsets.UTF_8));
        Arbitrary<byte[]> bent =
                text.flatMap(bytes ->
                        bytes.length == 0
                                ? Arbitraries.just(bytes)
                                : Arbitraries.integers()
                                        .between(0, bytes.length - 1)
                                        .flatMap(at ->
                                                Arbitraries.bytes()
                                                        .map(value -> {
                                                            byte[] copy = bytes.clone();
                                                            copy[at] = value;
                                                            return copy;
                                                        })));
        return Arbitraries.oneOf(text, bent, Arbitraries.bytes().array(byte[].class).ofMaxSize(12));
    }

    @Property
    void shouldAgreeWithDecoderOfJavaAndRefuseZero(@ForAll("nearlyUtf8") byte[] bytes) {
        boolean expected = true;
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            for (byte b : bytes) {
                expected &= b != 0;
            }
        } catch (CharacterCodingException invalid) {
            expected = false;
        }
        assertEquals(expected, Utf8Validator.firstInvalid(bytes, 0, bytes.length) < 0);
    }
}
