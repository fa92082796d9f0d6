package com.orchestrator.engine.persistence;

import java.util.regex.Pattern;

/**
 * Where the database is.
 *
 * @param jdbcUrl as it was said; {@link #connectionUrl()} is what is connected to
 * @param poolSize connections of this server
 * @param allowUnsafeSettings only warn when the database would lose acknowledged commits in a crash
 */
public record PostgresConfig(
        String jdbcUrl, String username, String password, int poolSize, boolean allowUnsafeSettings) {

    public static final int POOL_SIZE_DEFAULT = 16;

    static final String USUAL_SCHEMA = "public";

    private static final Pattern NAMES_A_SCHEMA = Pattern.compile("[?&](currentSchema=|options=[^&]*search_path)");

    /**
     * The address with the schema of the server's tables, {@code public} unless it names another. PostgreSQL by itself looks first into
     * a schema that is called like the user, and so would take tables there, such as those of projections, for the server's.
     */
    public String connectionUrl() {
        return namesSchema()
                ? jdbcUrl
                : jdbcUrl + (jdbcUrl.contains("?") ? "&" : "?") + "currentSchema=" + USUAL_SCHEMA;
    }

    boolean namesSchema() {
        return NAMES_A_SCHEMA.matcher(jdbcUrl).find();
    }
}
