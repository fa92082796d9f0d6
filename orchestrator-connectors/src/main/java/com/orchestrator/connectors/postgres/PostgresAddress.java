package com.orchestrator.connectors.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Where a database is, and who comes. Prints without the password. */
record PostgresAddress(String url, String username, String password) {

    private static final String SECONDS_TO_CONNECT = "10";

    Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", username);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", SECONDS_TO_CONNECT);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "orchestrator-etl");
        // Values come as the text that the server writes.
        properties.setProperty("binaryTransfer", "false");
        Connection connection = DriverManager.getConnection(url, properties);
        // The driver has asked for the zone of this machine.
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TIME ZONE 'UTC'");
        }
        return connection;
    }

    @Override
    public String toString() {
        return username + " at " + url;
    }
}
