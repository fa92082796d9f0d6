package com.orchestrator.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {

    private static final JsonMapper KNOWS_ITS_SOURCE = JsonMapper.builder()
            .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    @ParameterizedTest
    @ValueSource(
            strings = {"1.50", "-0E+2", "12", "true", "null", "\"\\u00e9 \\\"é\"", "{ \"b\" : 1 ,\"a\":[ ] }", "[ 1,2 ]"
            })
    void aValueInsideAnother_keepsItsBytes(String value) {
        Payload document = Payload.ofJson("{\"x\": [9, {}],\"a\" : [ [7,1.0] ,\n" + value + " ] }");

        assertThat(document.at(List.of("a", 1))).contains(Payload.ofJson(value));
        assertThat(document.at(List.of("a")).orElseThrow().elements())
                .containsExactly(Payload.ofJson("[7,1.0]"), Payload.ofJson(value));
    }

    @Test
    void noPath_isTheWhole() {
        assertThat(Payload.ofJson(" 1.0 ").at(List.of())).contains(Payload.ofJson(" 1.0 "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "1", "[]", "[{}]", "{\"b\":{\"a\":1}}", "{\"a\":7}", "{\"a\":[1]}"})
    void whatIsNotThere_isEmpty(String json) {
        assertThat(Payload.ofJson(json).at(List.of("a", 1))).isEmpty();
    }

    @Test
    void elementsOfNoList_areRefused() {
        Payload object = Payload.ofJson("{\"a\":[1]}");

        assertThat(object.isList()).isFalse();
        assertThatThrownBy(object::elements).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.50", "{ \"b\" : 1 }", "\"\\u00e9\""})
    void aDocumentOfOneValue_isReadWithoutTheSpaceAroundIt(String value) throws IOException {
        byte[] inAFrame = ("####  " + value + " \n ####").getBytes(StandardCharsets.UTF_8);

        assertThat(KNOWS_ITS_SOURCE.readValue(inAFrame, 4, inAFrame.length - 8, Payload.class))
                .isEqualTo(Payload.ofJson(value));
    }
}
