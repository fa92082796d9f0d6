package com.orchestrator.api.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifierTest {

    @ParameterizedTest
    @ValueSource(strings = {"w", "a b", "\u00e9\u6f22", "\ud83d\ude80", "a/b~c", "\u00a0x"})
    void texts_ofAnyScript_areFine(String text) {
        assertThat(Identifier.NAME.fault(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t", "a\0b", "a\nb", "\u007f", "\ud800", "x\udc00", "\u2003"})
    void blanks_controlCharacters_andHalfCharacters_areFaults(String text) {
        assertThat(Identifier.NAME.fault(text)).isPresent();
        assertThat(Identifier.RUN_ID.fault(text)).isPresent();
    }

    @Test
    void length_isThatOfTheKind() {
        assertThat(Identifier.NAME.fault("x".repeat(255))).isEmpty();
        assertThat(Identifier.NAME.fault("x".repeat(256))).hasValue("is longer than 255 characters");
        assertThat(Identifier.RUN_ID.fault("x".repeat(512))).isEmpty();
        assertThat(Identifier.RUN_ID.fault("x".repeat(513))).isPresent();
    }
}
