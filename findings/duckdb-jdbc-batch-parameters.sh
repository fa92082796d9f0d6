#!/usr/bin/env bash
# duckdb_jdbc: PreparedStatement.addBatch() forgets the parameters that were set. JDBC says that they stay in force until they are set
# again, as they do with other drivers; a second addBatch after setting only the parameter that changes inserts NULL for the others.
#
# Needs a JDK on the PATH or in JAVA_HOME, and duckdb_jdbc's jar as the first argument. Seen with 2.0.0.1: "1|a, 2|null" instead of
# "1|a, 2|a".
set -euo pipefail
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/Probe.java" <<'JAVA'
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;

public class Probe {
    public static void main(String[] args) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (n INTEGER, same VARCHAR)");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?)")) {
                insert.setString(2, "a");
                for (int n = 1; n <= 2; n++) {
                    insert.setInt(1, n);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            try (ResultSet rows = statement.executeQuery("SELECT string_agg(n || '|' || coalesce(same, 'null'), ', ' ORDER BY n) FROM t")) {
                rows.next();
                System.out.println(rows.getString(1));
            }
        }
    }
}
JAVA
"$java" -cp "$1" "$folder/Probe.java"
