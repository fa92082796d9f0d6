package com.orchestrator.engine.persistence;

import java.sql.SQLException;

/** What a refusal of PostgreSQL at the start means for whoever configures the server. */
final class DatabaseFault {

    private DatabaseFault() {}

    /** @param place of the database, without a password */
    static String sentence(SQLException fault, PostgresConfig config, String place) {
        String state = fault.getSQLState() == null ? "" : fault.getSQLState();
        return switch (state) {
            case "28P01", "28000" ->
                "The database " + place + " does not let the user '" + config.username() + "' in: correct"
                        + " ORCHESTRATOR_DATASOURCE_USERNAME and ORCHESTRATOR_DATASOURCE_PASSWORD, or its pg_hba.conf"
                        + said(fault);
            case "3D000" ->
                "There is no database at " + place + ": create it, or correct ORCHESTRATOR_DATASOURCE_URL"
                        + said(fault);
            case "42501" ->
                "The user '" + config.username() + "' may not create tables in the database " + place
                        + ": make it the owner of the database, or grant it CREATE on the schema" + said(fault);
            case "53300" ->
                "The database " + place + " has no connection left: raise its max_connections" + said(fault);
            case "57P03" -> "The database " + place + " is starting or stopping: try again" + said(fault);
            default ->
                state.startsWith("08")
                        ? "No PostgreSQL answers at " + place + ": start it, or correct ORCHESTRATOR_DATASOURCE_URL"
                                + said(fault)
                        : "The database " + place + " cannot be used" + said(fault);
        };
    }

    private static String said(SQLException fault) {
        return " (" + firstLine(String.valueOf(fault.getMessage())) + ")";
    }

    static String firstLine(String text) {
        return text.lines().findFirst().orElse("").strip();
    }
}
