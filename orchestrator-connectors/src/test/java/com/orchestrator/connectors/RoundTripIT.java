package com.orchestrator.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.connectors.type.Column;
import com.orchestrator.connectors.type.TextForm;
import com.orchestrator.connectors.type.Value;
import com.orchestrator.engine.persistence.PostgresConfig;
import com.orchestrator.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was in the file is in the file at the other end, value by value, after every kind of place it can go through. */
class RoundTripIT {

    private static final TestDatabase DATABASE = TestDatabase.create();

    private static final String[] COLUMNS = {
        "id text",
        "n integer",
        "big bigint",
        "amount decimal(38,30)",
        "price decimal(10,2)",
        "ratio double",
        "ok boolean",
        "day date",
        "seen timestamp",
        "at timestamptz",
        "key uuid",
        "doc json"
    };

    private static final String ROWS = """
            id,n,big,amount,price,ratio,ok,day,seen,at,key,doc
            "00123",-2147483648,9223372036854775807,12345678.123456789012345678901234567890,12345678.90,0.1,true,2026-02-28,2026-03-29 02:30:00.123456,2026-03-29 00:30:00.123456+00,00000000-0000-0000-0000-000000000001,"{""a"": 1.10}"
            "98765432109876543210",0,9007199254740993,-0.000000000000000000000000000001,0.00,1.0E-300,false,0001-01-01,0001-01-01 00:00:00,9999-12-31 23:59:59.999999+00,ffffffff-ffff-ffff-ffff-ffffffffffff,"[]"
            "",,,,,,,,,,,
            ,1,1,1.000000000000000000000000000000,1.00,1.0,true,2024-02-29,2026-01-01 00:00:00.000001,2026-01-01 00:00:00+00,123e4567-e89b-12d3-a456-426614174000,"null"
            "a ""b"" , \\N \\. tab	end
            \\.
            next line \r é 😀 '",2,2,2.500000000000000000000000000000,2.50,2.5,false,1999-12-31,1999-12-31 23:59:59.999999,1999-12-31 23:59:59.999999+00,123e4567-e89b-12d3-a456-426614174001,\"""\\t\"""
            """;

    @TempDir
    private Path folder;

    private Etl etl;
    private String database;

    @BeforeEach
    void prepare() throws IOException {
        etl = new Etl(folder);
        Files.writeString(folder.resolve("in.csv"), ROWS);
        PostgresConfig config = DATABASE.config();
        database = "{'url': '" + config.jdbcUrl() + "', 'username': '" + config.username() + "', 'password': '"
                + config.password() + "', 'table': 'round_trip'}";
        DATABASE.execute("DROP TABLE IF EXISTS round_trip, etl_loads, etl_state");
    }

    @Test
    void csv_parquet_duckdb_postgres_csv() throws IOException {
        String csv = "{'path': '%s.csv'}";
        String duckdb = "{'path': 'm.duckdb', 'table': 'shop'}";
        move("csv", csv.replace("%s", "in"), "parquet", "{'path': 'm.parquet'}", COLUMNS);
        move("parquet", "{'path': 'm.parquet'}", "duckdb", duckdb);
        move("duckdb", duckdb, "postgres", database);
        assertThat(DATABASE.query("SELECT format_type(atttypid, atttypmod) FROM pg_attribute"
                        + " WHERE attrelid = 'round_trip'::regclass AND attnum > 0 ORDER BY attnum"))
                .containsExactly(
                        "text",
                        "integer",
                        "bigint",
                        "numeric(38,30)",
                        "numeric(10,2)",
                        "double precision",
                        "boolean",
                        "date",
                        "timestamp without time zone",
                        "timestamp with time zone",
                        "uuid",
                        "text");
        move("postgres", database, "csv", csv.replace("%s", "out"));
        assertThat(values("out.csv")).isEqualTo(values("in.csv"));
    }

    /** 3 April, as a German and an American write it, and out again the other way; the numbers with them. */
    @Test
    void datesOfBothOrders_andNumbersOfBothKinds() throws IOException {
        String german = "{'path': 'german.csv', 'delimiter': ';', 'decimal': ',', 'date_format': 'dd.MM.yyyy'}";
        String american = "{'path': 'american.csv', 'date_format': 'MM/dd/yyyy'}";
        String odd = "{'path': 'odd.csv', 'decimal': ',', 'date_format': 'd. MMMM yyyy'}";
        String[] columns = {"day date", "amount decimal(38,30)", "ratio double", "id text"};
        Files.writeString(
                folder.resolve("german.csv"),
                "\"day\";\"amount\";\"ratio\";\"id\"\n03.04.2026;12345678,123456789012345678901234567890;-0,5;\"00123\"\n;;;\"\"\n"
                        + "31.12.0001;-0,000000000000000000000000000001;1e-300;\n");
        String moved = Files.readString(folder.resolve("german.csv"));
        etl.run(etl.source("csv", german), etl.target("postgres", database), columns);
        assertThat(DATABASE.query("SELECT concat_ws(' ', day, amount, ratio, id) FROM round_trip WHERE id = '00123'"))
                .containsExactly("2026-04-03 12345678.123456789012345678901234567890 -0.5 00123");
        etl.run(etl.source("postgres", database), etl.target("csv", american));
        assertThat(Files.readString(folder.resolve("american.csv")))
                .contains("\n04/03/2026,12345678.123456789012345678901234567890,-0.5,\"00123\"\n,,,\"\"\n12/31/0001,");
        etl.run(etl.source("csv", american), etl.target("csv", odd), columns);
        assertThat(Files.readString(folder.resolve("odd.csv"))).contains("\n3. April 2026,\"12345678,123");
        etl.run(etl.source("csv", odd), etl.target("csv", german), columns);
        assertThat(Files.readString(folder.resolve("german.csv"))).isEqualTo(moved);
    }

    private void move(String from, String source, String to, String target, String... declared) {
        assertThat(etl.run(etl.source(from, source), etl.target(to, target), declared)
                        .rows())
                .isEqualTo(5);
    }

    /** Numbers by their value, all else by its text; NULL apart from an empty text. */
    private List<List<String>> values(String file) {
        List<Column> columns = Etl.columns(COLUMNS);
        Source source = etl.source("csv", "{'path': '" + file + "'}");
        RowCheck check = new RowCheck(
                Shape.of(columns, source.columns(), SchemaDrift.FREEZE, Set.of()),
                COLUMNS.length,
                Set.of(),
                TextForm.PLAIN);
        List<List<String>> rows = new ArrayList<>();
        source.read(null, (line, cells) -> {
            Value[] values = check.values(cells);
            assertThat(values)
                    .as("line %s: %s %s", line, check.column(), check.reason())
                    .isNotNull();
            List<String> row = new ArrayList<>();
            for (int i = 0; i < values.length; i++) {
                row.add(
                        values[i].isNull()
                                ? null
                                : values[i].written(columns.get(i).type()));
            }
            rows.add(row);
        });
        return rows;
    }
}
