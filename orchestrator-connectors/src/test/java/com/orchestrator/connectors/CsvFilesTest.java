package com.orchestrator.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as they come, and what other readers make of them without a word. */
class CsvFilesTest {

    @TempDir
    private Path folder;

    private Etl etl;

    @BeforeEach
    void prepare() {
        etl = new Etl(folder);
    }

    private List<List<String>> read(String more, String text) throws IOException {
        return read(more, text.getBytes(StandardCharsets.UTF_8));
    }

    private List<List<String>> read(String more, byte[] text) throws IOException {
        Files.write(folder.resolve("in.csv"), text);
        List<List<String>> rows = new ArrayList<>();
        etl.source("csv", "{'path': 'in.csv'" + more + "}").read(null, (line, cells) -> {
            List<String> row = new ArrayList<>(Arrays.asList(cells.texts()));
            row.add(0, Long.toString(line));
            rows.add(row);
        });
        return rows;
    }

    private String proposed(String more, String text) throws IOException {
        Files.writeString(folder.resolve("in.csv"), text);
        return Extraction.propose(etl.source("csv", "{'path': 'in.csv'" + more + "}"))
                .toString();
    }

    @Test
    void aByteOrderMark_isNoPartOfTheFirstName() throws IOException {
        Files.writeString(folder.resolve("in.csv"), "\uFEFFid,b\n1,2\n");
        assertThat(etl.source("csv", "{'path': 'in.csv'}").columns().get(0).name())
                .isEqualTo("id");
    }

    @Test
    void nullIsWithoutQuotes_andAnEmptyTextIsNot() throws IOException {
        assertThat(read("", "a,b\n,\"\"\n")).containsExactly(Arrays.asList("2", null, ""));
        assertThat(read(", 'null': '\\\\N'", "a,b\n\\N,\"\\N\"\n")).containsExactly(Arrays.asList("2", null, "\\N"));
    }

    @Test
    void ofOneColumn_anEmptyLineIsARow() throws IOException {
        assertThat(read("", "a\nx\n\ny\n"))
                .containsExactly(List.of("2", "x"), Arrays.asList("3", null), List.of("4", "y"));
    }

    @Test
    void aQuoteThatNeverEnds_isFoundWithItsLine() {
        assertThatThrownBy(() -> read("", "a,b\n1,x\n2,\"y\n3,z\n"))
                .hasMessageContaining("never closed: the record that begins at line 3");
        assertThatThrownBy(() -> read("", "a,b\n1,\"x\"y\n")).isInstanceOf(ConnectorException.class);
    }

    @Test
    void bytesThatAreNotUtf8_areAnError() {
        assertThatThrownBy(() -> read("", "a\ncaf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1)))
                .hasMessageContaining("not UTF-8");
    }

    @Test
    void withoutAHeader_theFirstRowIsOne() throws IOException {
        assertThat(read(", 'header': false", "a,b\nc,d\n")).hasSize(2);
    }

    @Test
    void aFileThatIsNotThere_orLiesElsewhere() throws IOException {
        assertThatThrownBy(() -> etl.source("csv", "{'path': 'none.csv'}")).hasMessageContaining("There is no file");
        for (String path : List.of("../x.csv", "/etc/passwd")) {
            assertThatThrownBy(() -> etl.source("csv", "{'path': '" + path + "'}"))
                    .hasMessageContaining("outside the allowed directories");
        }
        Files.createSymbolicLink(folder.resolve("link"), Path.of("/etc"));
        assertThatThrownBy(() -> etl.source("csv", "{'path': 'link/passwd'}"))
                .hasMessageContaining("outside the allowed directories");
    }

    @Test
    void aConfigurationIsToldAllItsFaults() {
        assertThatThrownBy(() ->
                        etl.source("csv", "{'pth': 'x', 'delimiter': ';;', 'columns': [{'name': 'a', 'type': 'int'}]}"))
                .hasMessageContaining("/pth is not known here")
                .hasMessageContaining("/path is missing")
                .hasMessageContaining("/delimiter is to be one character")
                .hasMessageContaining("'int' is no type");
        assertThatThrownBy(() -> etl.source("xml", "{}"))
                .hasMessageContaining("there are csv, duckdb, http, parquet, postgres");
        assertThatThrownBy(() -> etl.source("csv", "{'path': 'x', 'date_format': 'dd.MM.yy'}"))
                .hasMessageContaining("/date_format");
    }

    @Test
    void proposedTypes_leaveCodesText() throws IOException {
        assertThat(
                        proposed(
                                "",
                                "code,n,amount,big,late,day,at,zoned,flag,none\n"
                                        + "00123,1,1.50,12345678901234567890,1,2026-03-04,2026-03-04 10:00,2026-03-04T10:00:00Z,true,\n"
                                        + "7,-2,10.25,1,1.5,2026-12-31,2026-03-04 10:00:01.5,2026-03-04T10:00:00+02:00,false,\n"))
                .isEqualTo("[code text, n bigint, amount decimal(20,2), big text, late decimal(19,1), day date,"
                        + " at timestamp, zoned timestamptz, flag boolean, none text]");
        assertThat(proposed(", 'delimiter': ';', 'decimal': ','", "a;b;c\n1,5;1.000;03-04-26\n"))
                .isEqualTo("[a decimal(19,1), b text, c text]");
    }
}
