package com.orchestrator.outbox.relay;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/** The tables and functions in the application's database. */
public final class Outbox {

    /** Where the migration lies, for the locations of the application's Flyway. */
    public static final String FLYWAY_LOCATION = "classpath:orchestrator/outbox";

    private static final String TABLE = "orchestrator_outbox";
    private static final String DDL = "/orchestrator/outbox/R__orchestrator_outbox.sql";
    private static final Pattern SCHEMA = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

    private Outbox() {}

    /**
     * Makes them, or brings them up to date, in the schema of the connections. An application with migrations of its own adds
     * {@link #FLYWAY_LOCATION} to them instead.
     */
    public static void install(DataSource database) throws SQLException {
        Transactions.execute(database, connection -> {
            try (Statement statement = connection.createStatement()) {
                // Of several processes that start at once one does it, and the others find it done.
                statement.execute("SELECT pg_advisory_xact_lock(hashtext('orchestrator_outbox'))");
                statement.execute(sql());
            }
        });
    }

    /** The statements that {@link #install} runs. */
    public static String sql() {
        try (InputStream resource = Outbox.class.getResourceAsStream(DDL)) {
            if (resource == null) {
                throw new IllegalStateException(DDL + " is not in the jar");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The table of an outbox, to write to.
     *
     * @param schema that it is in; empty when connections find it by their search path
     * @throws IllegalArgumentException when nothing is called so without quotes
     */
    public static String table(String schema) {
        return prefix(schema) + TABLE;
    }

    /** What stands in front of the names of tables: nothing where they are found without. */
    static String prefix(String schema) {
        return schema.isEmpty() ? "" : checked(schema) + ".";
    }

    /**
     * A name that a schema may have here.
     *
     * @throws IllegalArgumentException when nothing is called so without quotes
     */
    public static String checked(String schema) {
        if (!SCHEMA.matcher(schema).matches()) {
            throw new IllegalArgumentException("'" + schema + "' is not a schema; expected for example shop");
        }
        return schema;
    }
}
