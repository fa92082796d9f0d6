package com.orchestrator.connectors.postgres;

import com.orchestrator.connectors.ConnectorException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;

/** Where a database is, and who comes. Prints without the password. */
record PostgresAddress(String url, String username, String password) {

    private static final String SECONDS_TO_CONNECT = "10";

    /** Connection lost, refused, too many, shut down, a deadlock, a serialization failure. */
    private static final List<String> PASSING = List.of("08", "53", "57", "40");

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

    /**
     * Connects.
     *
     * @return what answers
     */
    String check() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "SELECT 'PostgreSQL ' || current_setting('server_version') || ', database ' || current_database()")) {
            found.next();
            return found.getString(1) + " as " + username;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** In words, with whether it may pass. */
    static ConnectorException failed(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        boolean passes = PASSING.stream().anyMatch(state::startsWith);
        return new ConnectorException(passes ? "UNAVAILABLE" : "POSTGRES_FAILED", String.valueOf(e.getMessage()), e);
    }

    @Override
    public String toString() {
        return username + " at " + url;
    }
}
