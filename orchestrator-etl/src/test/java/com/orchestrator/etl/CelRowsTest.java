package com.orchestrator.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.connectors.ConnectorException;
import com.orchestrator.connectors.Connectors;
import com.orchestrator.connectors.Extraction;
import com.orchestrator.connectors.Extraction.Request;
import com.orchestrator.connectors.SchemaDrift;
import com.orchestrator.connectors.Source;
import com.orchestrator.connectors.Target.State;
import com.orchestrator.connectors.Transform;
import com.orchestrator.connectors.Workroom;
import com.orchestrator.connectors.pack.DuckDbSource;
import com.orchestrator.connectors.pack.LoadPackage;
import com.orchestrator.connectors.type.Column;
import com.orchestrator.connectors.type.ColumnType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that expressions make, from a file to a package. */
class CelRowsTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String[] ALL = {
        "id text",
        "n bigint",
        "amount decimal(30,3)",
        "ratio double",
        "good boolean",
        "day date",
        "at timestamptz",
        "doc json"
    };

    @TempDir
    private Path folder;

    @BeforeEach
    void prepare() throws IOException {
        Files.writeString(
                folder.resolve("in.csv"),
                String.join(
                                ",",
                                Stream.of(ALL)
                                        .map(column -> column.split(" ")[0])
                                        .toList())
                        + "\n00123,9007199254740993,123456789012345678901234567.125,0.1,true,2026-02-28,2026-01-01T00:30:00+01:00,\"{\"\"a\"\": [1, 2]}\""
                        + "\n,,,,,,,\n");
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private LoadPackage run(String transform, boolean skips, String... declared) {
        return run(json(transform), skips, declared);
    }

    private LoadPackage run(JsonNode transform, boolean skips, String... declared) {
        Workroom workroom = new Workroom(List.of(folder), folder.resolve("tmp"), 128);
        Request request =
                new Request("sales", "run", columns(declared), State.NONE, SchemaDrift.FREEZE, null, List.of(), skips);
        try (Source source = Connectors.installed(workroom).source("csv", (ObjectNode) json("{'path': 'in.csv'}"))) {
            return Transform.eachRow(CelRows.read(transform))
                    .run(
                            new Extraction(rows -> {}),
                            source,
                            request,
                            folder.resolve("package"),
                            folder.resolve("rejects.csv"));
        }
    }

    private static List<Column> columns(String... declared) {
        return Stream.of(declared)
                .map(one -> new Column(one.split(" ", 2)[0], ColumnType.of(one.split(" ", 2)[1])))
                .toList();
    }

    /** As DuckDB, which reads the package, writes them. */
    private List<String> rows(LoadPackage pack) {
        List<String> rows = new ArrayList<>();
        Workroom workroom = new Workroom(List.of(folder), folder.resolve("tmp"), 128);
        try (Source written = new DuckDbSource("", pack.table(), workroom)) {
            written.read(
                    null,
                    (number, cells) -> rows.add(Arrays.stream(cells.texts())
                            .map(cell -> cell == null ? "NULL" : cell)
                            .collect(Collectors.joining("|"))));
        }
        return rows;
    }

    /** What is only copied keeps its type and every digit, NULL stays NULL, and names may change. */
    @Test
    void whatIsNothingButAColumn_keepsItsTypeAndItsValue() {
        String copies = Arrays.stream(ALL)
                .map(column -> column.split(" ")[0])
                .map(name -> "{'name': 'my_" + name + "', 'value': '"
                        + (name.equals("id") ? "row[\\'id\\']" : "row." + name) + "'}")
                .collect(Collectors.joining(", "))
                .replace("\\'", "\\\"");
        LoadPackage pack = run("{'columns': [" + copies + "]}", false, ALL);
        assertThat(pack.manifest().columns())
                .hasToString(
                        "[my_id text, my_n bigint, my_amount decimal(30,3), my_ratio double, my_good boolean, my_day date,"
                                + " my_at timestamptz, my_doc json]");
        assertThat(rows(pack))
                .containsExactly(
                        "00123|9007199254740993|123456789012345678901234567.125|0.1|true|2026-02-28|2025-12-31 23:30:00+00|{\"a\": [1, 2]}",
                        "NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "row.n + 1                        | bigint        | 9007199254740994",
                "row.amount * 2                   | decimal(30,3) | 246913578024691357802469134.250",
                "row.amount + row.n               | decimal(38,3) | 123456789021352878155975560.125",
                "row.ratio * 3                    | decimal(4,1)  | 0.3",
                "!row.good                        | boolean       | false",
                "row.day + 'T00:00:00Z'           | timestamptz   | 2026-02-28 00:00:00+00",
                "formatDate(row.at, 'yyyy-MM-dd') | date          | 2025-12-31",
                "row.doc.a[1]                     | integer       | 2",
                "[row.doc][0]                     | json          | {\"a\":[1,2]}",
                "row.id + '/' + row.id.trim()     | text          | 00123/00123",
                "row.n > 5 ? null : row.id        | text          | NULL",
            })
    void whatIsComputed_isReadAsItsType(String value, String type, String result) throws IOException {
        String text = Files.readString(folder.resolve("in.csv"));
        Files.writeString(folder.resolve("in.csv"), text.substring(0, text.indexOf("\n,") + 1));
        ObjectNode transform = JSON.createObjectNode();
        transform
                .putArray("columns")
                .addObject()
                .put("name", "x")
                .put("value", value)
                .put("type", type);
        assertThat(rows(run(transform, false, ALL))).containsExactly(result);
    }

    @Test
    void rowsThatNobodyWants_areLeftOut_andOthersAreAsTheyWere() {
        LoadPackage pack = run("{'where': 'row.id != null'}", false, ALL);
        assertThat(pack.manifest().columns()).hasToString(columns(ALL).toString());
        assertThat(pack.manifest().rowsRead()).isEqualTo(2);
        assertThat(pack.manifest().rowsRejected()).isZero();
        assertThat(rows(pack)).hasSize(1);
    }

    /** A row of the source that cannot be read, one that nothing can be made of, and one whose value does not fit. */
    @Test
    void rowsThatNothingCanBeMadeOf_areSetAside_withTheirLineAndColumn() throws IOException {
        Files.writeString(folder.resolve("in.csv"), "a,b\n8,2\nx,2\n1,0\n1,3\n");
        String transform = "{'columns': [{'name': 'q', 'value': 'decimal(row.a) / row.b', 'type': 'decimal(5,2)'}]}";
        LoadPackage pack = run(transform, true, "a integer", "b integer");
        assertThat(rows(pack)).containsExactly("4.00");
        assertThat(Files.readAllLines(folder.resolve("rejects.csv")))
                .satisfiesExactly(
                        head -> assertThat(head).startsWith("line,column"),
                        line -> assertThat(line).startsWith("3,a,'x' is no whole number,x,2"),
                        line -> assertThat(line)
                                .startsWith("4,q,")
                                .contains("row.b'")
                                .endsWith(",1,0"),
                        line -> assertThat(line).startsWith("5,q,'0.333").endsWith(",1,3"));
        assertThatThrownBy(() -> run(transform, false, "a integer", "b integer"))
                .isInstanceOf(ConnectorException.class)
                .hasMessageStartingWith("Line 3, column a: 'x' is no whole number");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'columns': [{'name': 'x', 'value': 'row.nobody'}]} | The source has no column 'nobody'; there are id, n",
                "{'columns': [{'name': 'x', 'value': 'row.n + 1'}]} | /transform/columns/0/type 'type' is missing",
                "{'columns': [{'name': 'x', 'value': 'row.n +', 'type': 'text'}]} | /transform/columns/0/value",
                "{'columns': [{'name': 'x', 'value': 'rwo.n', 'type': 'text'}]} | undeclared reference to 'rwo'",
                "{'columns': [{'name': 'x', 'value': 'row.n', 'type': 'decimal(99,0)'}]} | decimal(p,s)",
                "{'columns': [{'name': 'x', 'value': 'row.n'}, {'name': 'X', 'value': 'row.n'}]} | two of one name",
                "{'where': '1 + 1'} | /transform/where",
                "{'where': 1} | /transform/where",
                "{} | /transform",
            })
    void whatNoRowCanBeMadeBy_isRefusedWithItsPlace(String transform, String why) {
        assertThatThrownBy(() -> run(transform, true, ALL))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining(why);
    }
}
