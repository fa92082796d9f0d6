package com.orchestrator.engine.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A ring as it stands in a file: the first key wraps, the others still open. */
class SettledKeyRingTest {

    private static final String OLD = "2025:" + Base64.getEncoder().encodeToString(new byte[32]);
    private static final String NEW = "2026:" + Base64.getEncoder().encodeToString(DataKey.random());

    @Test
    void olderKeys_stillOpen() {
        byte[] dataKey = DataKey.random();
        byte[] wrapped = SettledKeyRing.parse(OLD).wrap(dataKey);
        SettledKeyRing ring = SettledKeyRing.parse(NEW + "\n" + OLD + "\n");

        assertThat(ring.primary()).isEqualTo("2026");
        assertThat(ring.unwrap("2025", wrapped)).isEqualTo(dataKey);
        assertThat(ring.unwrap("2026", ring.wrap(dataKey))).isEqualTo(dataKey);
        assertThat(wrapped).isNotEqualTo(dataKey).hasSize(40);
    }

    @Test
    void keyThatIsNotThere_isNamed() {
        SettledKeyRing ring = SettledKeyRing.parse(NEW);

        assertThat(ring.has("2025")).isFalse();
        assertThatThrownBy(() -> ring.unwrap("2025", new byte[40]))
                .isInstanceOf(MissingKey.class)
                .hasMessageContaining("'2025'");
    }

    @Test
    void whatAnotherKeyHasWrapped_doesNotOpen() {
        byte[] wrapped = SettledKeyRing.parse(OLD).wrap(DataKey.random());
        byte[] changed = wrapped.clone();
        changed[7] ^= 1;

        assertThatThrownBy(() -> SettledKeyRing.parse(NEW).unwrap("2026", wrapped))
                .isInstanceOf(BrokenSeal.class);
        assertThatThrownBy(() -> SettledKeyRing.parse(OLD).unwrap("2025", changed))
                .isInstanceOf(BrokenSeal.class);
    }

    @ParameterizedTest
    @CsvSource({
        "'', key 1 is not of the form",
        "secret-without-id, key 1 is not of the form",
        "a b:AAAA, key 1 is not of the form",
        "'a:AAAA', 'has 3 bytes, not 32'",
        "'a:?', is no base64"
    })
    void whatIsNoRing_isRefused_andNotRepeated(String text, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SettledKeyRing.parse(text))
                .withMessageContaining(why)
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("secret-without"));
    }

    @Test
    void idThatStandsThereTwice_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SettledKeyRing.parse(OLD + " " + OLD))
                .withMessageContaining("twice");
    }
}
