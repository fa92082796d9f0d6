package com.orchestrator.connectors.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A value is read exactly or not at all. */
class CellParserTest {

    private static String read(String type, String text) throws BadCellException {
        return read(type, TextForm.PLAIN, text);
    }

    /** In the middle of other text, which is none of the cell's business. */
    private static String read(String type, TextForm form, String text) throws BadCellException {
        Value value = new Value();
        CellParser.of(ColumnType.of(type), form).parse(("7" + text + "7").toCharArray(), 1, 1 + text.length(), value);
        return value.written(ColumnType.of(type));
    }

    private static void refused(String type, String... texts) {
        for (String text : texts) {
            assertThatThrownBy(() -> read(type, text))
                    .as("%s as %s", text, type)
                    .isInstanceOf(BadCellException.class);
        }
    }

    @Test
    void numbers() throws BadCellException {
        assertThat(read("integer", "007")).isEqualTo("7");
        assertThat(read("bigint", "-9223372036854775808")).isEqualTo("-9223372036854775808");
        assertThat(read("decimal(38,30)", "12345678.123456789012345678901234567890"))
                .isEqualTo("12345678.123456789012345678901234567890");
        assertThat(read("decimal(4,2)", "1.5000")).isEqualTo("1.50");
        refused("integer", "", " 1", "1 ", "1.0", "1e2", "2147483648", "-", "\u0661", "0x1", "1_000", "1,000");
        refused("bigint", "9223372036854775808", "1.5");
        refused("decimal(4,2)", "1.505", "100", "NaN", "", "1,5", "Infinity", "1e400000000");
        refused("double", "NaN", "-Infinity", "1e999", "0x1p3", "1d", "");
    }

    @Test
    void times() throws BadCellException {
        assertThat(read("date", "2024-02-29")).isEqualTo("2024-02-29");
        assertThat(read("timestamp", "2026-03-29 02:30:00.123456")).isEqualTo("2026-03-29T02:30:00.123456");
        assertThat(read("timestamptz", "2026-03-29T02:30:00+02:00")).isEqualTo("2026-03-29T00:30:00Z");
        assertThat(read("timestamptz", "2026-03-29 02:30:00.5-0330")).isEqualTo("2026-03-29T06:00:00.500Z");
        assertThat(read("timestamptz", "2026-03-29 02:30:00+02")).isEqualTo("2026-03-29T00:30:00Z");
        refused("date", "2026-02-29", "03-04-26", "2026-3-4", "2026-03-04T00:00:00", "0000-01-01", "+10000-01-01");
        refused(
                "timestamp",
                "2026-03-29 02:30:00Z",
                "2026-03-29",
                "2026-03-29 24:00:00",
                "2026-03-29 02:30:00.1234567");
        refused("timestamptz", "2026-03-29 02:30:00", "2026-03-29 02:30:00 Europe/Berlin");
    }

    @Test
    void datesOfAForm() throws BadCellException {
        TextForm german = new TextForm(',', TextForm.dates("dd.MM.yyyy"));
        assertThat(read("date", german, "03.04.2026")).isEqualTo("2026-04-03");
        for (String wrong : List.of("31.02.2026", "03.04.26", "2026-04-03")) {
            assertThatThrownBy(() -> read("date", german, wrong)).isInstanceOf(BadCellException.class);
        }
    }

    @Test
    void texts() throws BadCellException {
        assertThat(read("text", " 00123 ")).isEqualTo(" 00123 ");
        assertThat(read("json", "{\"a\": 1.10}")).isEqualTo("{\"a\": 1.10}");
        assertThat(read("boolean", "t")).isEqualTo("true");
        refused("text", "a\0b");
        refused("json", "", "{", "{} {}", "{'a': 1}");
        refused("uuid", "1-1-1-1-1", "");
        refused("boolean", "yes", "");
    }
}
