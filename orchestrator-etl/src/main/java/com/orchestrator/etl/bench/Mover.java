package com.orchestrator.etl.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.connectors.Connectors;
import com.orchestrator.connectors.Extraction;
import com.orchestrator.connectors.Extraction.Request;
import com.orchestrator.connectors.SchemaDrift;
import com.orchestrator.connectors.Source;
import com.orchestrator.connectors.Target;
import com.orchestrator.connectors.Workroom;
import com.orchestrator.connectors.pack.LoadPackage;
import com.orchestrator.connectors.type.Column;
import com.orchestrator.connectors.type.ColumnType;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Who moves the rows. What it has written is durable when it returns. */
enum Mover {
    /** This project: a package, checked and recorded, and the load of it. */
    CONNECTORS {
        @Override
        void move(Route route, Path csv, Places places) {
            Workroom workroom =
                    new Workroom(List.of(places.folder()), places.folder().resolve("tmp"), Places.DUCKDB_MEGABYTES);
            Connectors connectors = Connectors.installed(workroom);
            Path directory = places.folder().resolve("package");
            try (Source source = connectors.source("csv", config().put("path", csv.toString()));
                    Target target = target(connectors, route, places)) {
                Request request = new Request(
                        "bench",
                        csv.toString(),
                        COLUMNS,
                        target.state("bench"),
                        SchemaDrift.FREEZE,
                        null,
                        List.of(),
                        false);
                new Extraction(rows -> {})
                        .run(source, request, directory, places.folder().resolve("rejects.csv"));
                target.load(LoadPackage.open(directory), step -> {});
            } finally {
                LoadPackage.drop(directory);
            }
        }

        private Target target(Connectors connectors, Route route, Places places) {
            return switch (route) {
                case PARQUET ->
                    connectors.target(
                            "parquet", config().put("path", places.parquet().toString()));
                case DUCKDB ->
                    connectors.target(
                            "duckdb",
                            config().put("path", places.database().toString()).put("table", Places.TABLE));
                case POSTGRES ->
                    connectors.target(
                            "postgres",
                            config().put("url", places.url())
                                    .put("username", places.user())
                                    .put("password", places.password())
                                    .put("table", Places.TABLE));
            };
        }
    },

    /** What the connectors are made of, in the plainest way: fastcsv's records into an appender or a COPY, row by row. */
    LIBRARIES {
        @Override
        void move(Route route, Path csv, Places places) throws SQLException, IOException {
            switch (route) {
                case PARQUET -> {
                    try (Connection duckdb = places.duckdb("")) {
                        Places.execute(duckdb, Places.createTable());
                        append(csv, duckdb);
                        Places.execute(
                                duckdb, "COPY " + Places.TABLE + " TO '" + places.parquet() + "' (FORMAT parquet)");
                    }
                    force(places.parquet());
                }
                case DUCKDB -> {
                    try (Connection duckdb = places.duckdb(places.database().toString())) {
                        Places.execute(duckdb, Places.createTable(), "BEGIN");
                        append(csv, duckdb);
                        Places.execute(duckdb, "COMMIT");
                    }
                }
                case POSTGRES -> copy(csv, places);
            }
        }

        private void append(Path csv, Connection duckdb) throws SQLException, IOException {
            try (DuckDBAppender appender = duckdb.unwrap(DuckDBConnection.class).createAppender(Places.TABLE);
                    CsvReader<CsvRecord> records = CsvReader.builder().ofCsvRecord(csv)) {
                records.skipLines(1);
                for (CsvRecord sale : records) {
                    appender.beginRow();
                    appender.append(Long.parseLong(sale.getField(0)));
                    appender.append(sale.getField(1));
                    appender.append(Integer.parseInt(sale.getField(2)));
                    appender.append(new BigDecimal(sale.getField(3)));
                    appender.append(OffsetDateTime.parse(sale.getField(4)));
                    appender.endRow();
                }
            }
        }

        private void copy(Path csv, Places places) throws SQLException, IOException {
            try (Connection postgres = places.postgres();
                    CsvReader<CsvRecord> records = CsvReader.builder().ofCsvRecord(csv)) {
                postgres.setAutoCommit(false);
                CopyIn copy =
                        postgres.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY " + Places.TABLE + " FROM STDIN");
                records.skipLines(1);
                StringBuilder lines = new StringBuilder();
                for (CsvRecord sale : records) {
                    lines.append(String.join("\t", sale.getFields())).append('\n');
                    if (lines.length() > PIECE) {
                        send(lines, copy);
                    }
                }
                send(lines, copy);
                copy.endCopy();
                postgres.commit();
            }
        }

        private void send(StringBuilder lines, CopyIn copy) throws SQLException {
            byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
            copy.writeToCopy(bytes, 0, bytes.length);
            lines.setLength(0);
        }
    },

    /** The databases alone: DuckDB reads the file itself, PostgreSQL gets it as it is. */
    DATABASES {
        @Override
        void move(Route route, Path csv, Places places) throws SQLException, IOException {
            String read = "SELECT * FROM read_csv('" + csv + "', header = true, delim = ',', quote = '\"', columns = {"
                    + "'id': 'BIGINT', 'article': 'VARCHAR', 'quantity': 'INTEGER', 'amount': 'DECIMAL(10,2)',"
                    + " 'sold_at': 'TIMESTAMP WITH TIME ZONE'})";
            switch (route) {
                case PARQUET -> {
                    try (Connection duckdb = places.duckdb("")) {
                        Places.execute(duckdb, "COPY (" + read + ") TO '" + places.parquet() + "' (FORMAT parquet)");
                    }
                    force(places.parquet());
                }
                case DUCKDB -> {
                    try (Connection duckdb = places.duckdb(places.database().toString())) {
                        Places.execute(duckdb, Places.createTable(), "INSERT INTO " + Places.TABLE + " " + read);
                    }
                }
                case POSTGRES -> {
                    try (Connection postgres = places.postgres();
                            InputStream file = Files.newInputStream(csv)) {
                        postgres.unwrap(PGConnection.class)
                                .getCopyAPI()
                                .copyIn("COPY " + Places.TABLE + " FROM STDIN (FORMAT csv, HEADER)", file, PIECE);
                    }
                }
            }
        }
    };

    private static final int PIECE = 64 * 1024;

    private static final List<Column> COLUMNS = List.of(
            new Column("id", ColumnType.of("bigint")),
            new Column("article", ColumnType.TEXT),
            new Column("quantity", ColumnType.of("integer")),
            new Column("amount", ColumnType.decimal(10, 2)),
            new Column("sold_at", ColumnType.of("timestamptz")));

    abstract void move(Route route, Path csv, Places places) throws SQLException, IOException;

    private static ObjectNode config() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
