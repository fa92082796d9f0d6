package com.orchestrator.api.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeAnswerTest {

    @Test
    void output_isTakenByteForByte() {
        Payload said = Payload.ofJson(
                "{ \"note\": [1], \"output\" : { \"b\":1.50,  \"a\":\"\\u00e4\" } , \"happened\" : true }");

        ProbeAnswer answer = ProbeAnswer.of(said).orElseThrow();

        assertThat(answer.happened()).isTrue();
        assertThat(answer.output()).isEqualTo(Payload.ofJson("{ \"b\":1.50,  \"a\":\"\\u00e4\" }"));
    }

    @Test
    void outputNull_isAnOutput_andNoneIsNone() {
        assertThat(ProbeAnswer.of(Payload.ofJson("{\"happened\":true,\"output\":null}"))
                        .orElseThrow()
                        .output())
                .isEqualTo(Payload.NULL);
        assertThat(ProbeAnswer.of(Payload.ofJson("{\"happened\":true}"))
                        .orElseThrow()
                        .output())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "[]",
                "true",
                "\"yes\"",
                "1",
                "{\"happened\":null}",
                "{\"happened\":\"true\"}",
                "{\"happened\":1}",
                "{\"Happened\":true}"
            })
    void anythingElse_saysNeither(String said) {
        assertThat(ProbeAnswer.of(Payload.ofJson(said))).isEmpty();
    }

    @Test
    void whatAHandlerReturns_isReadAsWhatItMeant() throws JsonProcessingException {
        ProbeAnswer happened = ProbeAnswer.happened(Payload.ofJson("{\"id\":7}"));

        assertThat(read(happened)).isEqualTo(happened);
        assertThat(read(ProbeAnswer.didNotHappen())).isEqualTo(ProbeAnswer.didNotHappen());
    }

    private static ProbeAnswer read(ProbeAnswer answer) throws JsonProcessingException {
        return ProbeAnswer.of(Payload.ofJson(new ObjectMapper().writeValueAsBytes(answer)))
                .orElseThrow();
    }
}
