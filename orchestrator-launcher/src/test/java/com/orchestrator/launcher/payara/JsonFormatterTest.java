package com.orchestrator.launcher.payara;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** Whatever is logged, it is one object on one line. */
class JsonFormatterTest {

    private static LogRecord entry(Level level, String message) {
        LogRecord entry = new LogRecord(level, message);
        entry.setLoggerName("com.orchestrator.Some");
        entry.setInstant(Instant.parse("2030-01-01T10:04:00Z"));
        return entry;
    }

    private static JsonNode read(LogRecord entry) throws IOException {
        String line = new JsonFormatter().format(entry);
        assertThat(line).endsWith("\n");
        assertThat(line.substring(0, line.length() - 1).chars())
                .as("what anybody takes for the end of a line")
                .noneMatch(
                        character -> Character.isISOControl(character) || character == 0x2028 || character == 0x2029);
        return new ObjectMapper().readTree(line);
    }

    @Test
    void sayWhatAndWhenAndWhere() throws Exception {
        JsonNode line = read(entry(Level.WARNING, "It is \"so\""));

        assertThat(line.get("time").textValue()).isEqualTo("2030-01-01T10:04:00.000Z");
        assertThat(line.get("level").textValue()).isEqualTo("WARN");
        assertThat(line.get("logger").textValue()).isEqualTo("com.orchestrator.Some");
        assertThat(line.get("thread").textValue())
                .isEqualTo(Thread.currentThread().getName());
        assertThat(line.get("message").textValue()).isEqualTo("It is \"so\"");
        assertThat(line.size()).isEqualTo(5);
    }

    @Test
    void everyCharacterComesBack() throws Exception {
        StringBuilder all = new StringBuilder();
        IntStream.concat(IntStream.range(0, 0x300), IntStream.of(0x2028, 0x2029, 0x1f600))
                .forEach(all::appendCodePoint);

        assertThat(read(entry(Level.INFO, all.toString())).get("message").textValue())
                .isEqualTo(all.toString());
    }

    @Test
    void aFaultIsOneFieldWithItsTrace() throws Exception {
        LogRecord entry = entry(Level.SEVERE, "It broke");
        entry.setThrown(new IllegalStateException("first\nsecond", new IOException("why")));

        assertThat(read(entry).get("exception").textValue())
                .startsWith("java.lang.IllegalStateException: first\nsecond")
                .contains(
                        "\tat com.orchestrator.launcher.payara.JsonFormatterTest",
                        "Caused by: java.io.IOException: why");
    }

    @Test
    void idsAreFields_andNoneTakesTheNameOfAnother() throws Exception {
        MDC.put("instanceId", "7");
        MDC.put("level", "none");
        try {
            JsonNode line = read(entry(Level.INFO, "Here"));

            assertThat(line.get("instanceId").textValue()).isEqualTo("7");
            assertThat(line.get("level").textValue()).isEqualTo("INFO");
        } finally {
            MDC.clear();
        }
    }

    @Test
    void nothingAtAllIsAnObjectAsWell() throws Exception {
        assertThat(read(new LogRecord(Level.FINE, null)).get("level").textValue())
                .isEqualTo("DEBUG");
    }
}
