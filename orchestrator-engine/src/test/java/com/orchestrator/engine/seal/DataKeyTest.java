package com.orchestrator.engine.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is sealed opens in its place with its key, as it was, and not otherwise. */
class DataKeyTest {

    private static final byte[] PLACE = utf8("run-1/events/1-3");
    private static final byte[] PLAIN = utf8("{\"iban\":\"DE02\"}");

    private final DataKey key = DataKey.of(DataKey.random());

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void value_opensAsItWas() {
        byte[] sealed = key.seal(PLACE, PLAIN);

        assertThat(DataKey.isSealed(sealed)).isTrue();
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("iban");
        assertThat(key.open(PLACE, sealed)).isEqualTo(PLAIN);
        assertThat(key.open(PLACE, key.seal(PLACE, new byte[0]))).isEmpty();
    }

    @Test
    void json_isNeverTakenForSealed() {
        for (String json : new String[] {"{}", "[]", "null", "1", "\"x\"", " 1", "\n{}", "-1", ""}) {
            assertThat(DataKey.isSealed(utf8(json))).as(json).isFalse();
        }
    }

    @Test
    void sameValue_isNeverSealedTheSame() {
        Set<String> sealed = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            sealed.add(Arrays.toString(key.seal(PLACE, PLAIN)));
        }
        assertThat(sealed).hasSize(100);
    }

    @Test
    void eachFlippedBit_isFound() {
        byte[] sealed = key.seal(PLACE, PLAIN);
        for (int bit = 0; bit < sealed.length * Byte.SIZE; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
            assertThatThrownBy(() -> key.open(PLACE, changed)).as("bit %s", bit).isInstanceOf(BrokenSeal.class);
        }
    }

    @Test
    void whatIsCutOff_isFound() {
        byte[] sealed = key.seal(PLACE, PLAIN);
        for (int length = 0; length < sealed.length; length++) {
            byte[] cut = Arrays.copyOf(sealed, length);
            assertThatThrownBy(() -> key.open(PLACE, cut))
                    .as("%s bytes", length)
                    .isInstanceOf(BrokenSeal.class);
        }
    }

    @Test
    void anotherPlaceOrKey_doesNotOpenIt() {
        byte[] sealed = key.seal(PLACE, PLAIN);

        assertThatThrownBy(() -> key.open(utf8("run-2/events/1-3"), sealed)).isInstanceOf(BrokenSeal.class);
        assertThatThrownBy(() -> DataKey.of(DataKey.random()).open(PLACE, sealed))
                .isInstanceOf(BrokenSeal.class);
        assertThatThrownBy(() -> DataKey.of(new byte[16])).isInstanceOf(BrokenSeal.class);
    }
}
