package com.orchestrator.connectors.table;

import com.orchestrator.connectors.ConnectorException;
import com.orchestrator.connectors.Target.Steps;
import com.orchestrator.connectors.pack.LoadPackage;
import com.orchestrator.connectors.type.ColumnType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** What databases do differently. Everything with a connection is part of its transaction. */
public interface Dialect {

    Connection connect() throws SQLException;

    /** Whether there is something to connect to; else connecting makes it. */
    default boolean isThere() {
        return true;
    }

    /** What a column of this type is declared as. */
    String type(ColumnType type);

    /** Whether a column of the table keeps every value of the type as it is. */
    boolean holds(String tableType, ColumnType type);

    /** The table's columns with their types, as they are written there; none when there is no table. */
    Map<String, String> columns(Connection connection, String table) throws SQLException;

    /** What keeps a row that was read until the transaction ends. */
    String lock();

    /**
     * Adds all rows.
     *
     * @param names of the table's columns, in the order of the package's
     * @param steps hears how many rows are written, now and then
     * @return how many rows the database has counted
     */
    long append(Connection connection, String table, LoadPackage pack, List<String> names, Steps steps)
            throws SQLException;

    /** Adds rows of new keys and changes those of known ones; of several rows with a key the last one counts. */
    long merge(
            Connection connection, String table, LoadPackage pack, List<String> names, List<String> keys, Steps steps)
            throws SQLException;

    /**
     * That rows can be told apart by these columns, so that a merge can be.
     *
     * @throws ConnectorException {@code KEYS_NOT_UNIQUE}
     */
    default void requireKeys(Connection connection, String table, List<String> keys) throws SQLException {
        // Some databases look for the rows themselves.
    }

    /** In words, with whether it may pass. */
    ConnectorException failed(SQLException e);
}
