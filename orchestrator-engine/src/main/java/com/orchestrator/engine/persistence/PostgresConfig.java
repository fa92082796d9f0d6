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

    /** What a refusal of the database quotes, rows and parameters, is what runs carry: it belongs into no log and no answer. */
    private static final String QUOTES = "logServerErrorDetail=";

    private static final Pattern NAMES_A_SCHEMA = Pattern.compile("[?&](currentSchema=|options=[^&]*search_path)");

    /**
     * The address with the schema of the server's tables, {@code public} unless it names another. PostgreSQL by itself looks first into
     * a schema that is called like the user, and so would take tables there, such as those of projections, for the server's. Faults of
     * the database come without the data that they are about, unless the address says otherwise.
     */
    public String connectionUrl() {
        String url = namesSchema() ? jdbcUrl : with(jdbcUrl, "currentSchema=" + USUAL_SCHEMA);
        return url.contains(QUOTES) ? url : with(url, QUOTES + "false");
    }

    private static String with(String url, String parameter) {
        return url + (url.contains("?") ? "&" : "?") + parameter;
    }

    boolean namesSchema() {
        return NAMES_A_SCHEMA.matcher(jdbcUrl).find();
    }
}
