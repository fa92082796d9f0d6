package com.orchestrator.engine.persistence;

/**
 * Where the database is.
 *
 * @param poolSize connections of this server
 * @param allowUnsafeSettings only warn when the database would lose acknowledged commits in a crash
 */
public record PostgresConfig(
        String jdbcUrl, String username, String password, int poolSize, boolean allowUnsafeSettings) {

    public static final int POOL_SIZE_DEFAULT = 16;
}
