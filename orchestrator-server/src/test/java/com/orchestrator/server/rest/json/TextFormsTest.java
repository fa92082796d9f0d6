package com.orchestrator.server.rest.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.orchestrator.api.model.Payload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** UTF-8, durations, suggestions, places, and payloads read without their source at hand. */
class TextFormsTest {

    @ParameterizedTest
    @CsvSource({
        "'', -1",
        "41, -1",
        "c3a9, -1",
        "e6bca2, -1",
        "f09f9880, -1",
        "ed9fbf, -1",
        "ee8080, -1",
        "f48fbfbf, -1",
        "80, 0",
        "41c3, 1",
        "c0af, 0",
        "c1bf, 0",
        "e08080, 0",
        "eda080, 0",
        "edbfbf, 0",
        "f0808080, 0",
        "f4908080, 0",
        "f5808080, 0",
        "ff, 0",
        "e6bc, 0",
        "f09f98, 0",
        "41f09f9841, 1",
        "c3c3, 0"
    })
    void firstInvalid_findsTheFirstBrokenSequence(String hex, int expected) {
        assertThat(Utf8.firstInvalid(HexFormat.of().parseHex(hex))).isEqualTo(expected);
    }

    @Test
    void firstInvalid_agreesWithTheJdkOnEveryCharacter() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c += 37) {
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                assertThat(Utf8.firstInvalid(Character.toString(c).getBytes(StandardCharsets.UTF_8)))
                        .as("U+%x", c)
                        .isEqualTo(-1);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "30s, PT30S",
        "1m30s, PT1M30S",
        "500ms, PT0.5S",
        "1h, PT1H",
        "1d2h3m4s5ms, PT26H3M4.005S",
        "PT30S, PT30S",
        "PT1.5S, PT1.5S",
        "0s, PT0S",
        "5m, PT5M",
        "5m7ms, PT5M0.007S"
    })
    void duration_isRead(String text, Duration expected) {
        assertThat(DurationText.parse(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "30", "s", "-1s", "PT-1S", "1s1m", "1.5s", "1 s", "P", "1w", "99999999999s", "30S", "P1Y"})
    void duration_isRefused(String text) {
        assertThat(DurationText.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"queue, queues", "inptu, input", "RUNID, runId", "limt, limit", "xyz,", "wrkflow, workflow"})
    void suggestion_isTheClosestWord(String word, String expected) {
        List<String> known = List.of("queues", "input", "runId", "limit", "workflow");

        assertThat(Suggestion.closest(word, known).orElse(null)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"/a, 1, 2", "/b, 2, 3", "/b/1/c~1d, 3, 10", "/x, 0, 0", "'', 1, 1", "/b/7, 0, 0"})
    void place_isWhereThePointerPoints(String pointer, int line, int column) {
        byte[] document =
                "{\"a\":[1],\n  \"b\": [{\"c\":1},\n {\"e\":[], \"c/d\":2}]}".getBytes(StandardCharsets.UTF_8);

        Place place = Place.of(pointer, document, new JsonFactory());

        assertThat(place.line()).isEqualTo(line);
        if (line > 0 && !pointer.equals("/b/1/c~1d")) {
            assertThat(place.column()).isEqualTo(column);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":[1.00,{}],\"b\":null}",
                "1.00",
                "[]",
                "\"x\"",
                "true",
                "0.1000000000000000055511151231257827"
            })
    void payload_readFromAStream_keepsItsDigits(String json) throws IOException {
        String document = "{\"output\":" + json + "}";

        Holder holder = new ObjectMapper()
                .readValue(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)), Holder.class);

        assertThat(holder.output()).hasToString(json);
        assertThat(new ObjectMapper().writeValueAsString(holder)).isEqualTo(document);
    }

    @Test
    void payload_absentAndNull_areDifferent() throws IOException {
        assertThat(new ObjectMapper().readValue("{}", Holder.class).output()).isNull();
        assertThat(new ObjectMapper()
                        .readValue("{\"output\":null}", Holder.class)
                        .output())
                .isEqualTo(Payload.NULL);
    }

    record Holder(Payload output) {}
}
