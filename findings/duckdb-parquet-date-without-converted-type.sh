#!/usr/bin/env bash
# DuckDB: a Parquet column of INT32 whose type is said by LogicalType DATE alone is read as INTEGER, days since 1970, without a word. The
# format's LogicalType has replaced the older ConvertedType, and DuckDB does go by it for TIMESTAMP, UUID and JSON. A writer that leaves the older
# one out (it is optional) loses its dates. With ConvertedType DATE beside it the same column is a DATE.
#
# Needs a JDK on the PATH or in JAVA_HOME, and duckdb_jdbc's jar as the first argument. Seen with 2.0.0.1: "without: INTEGER 20546, with: DATE
# 2026-04-03".
set -euo pipefail
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/Probe.java" <<'JAVA'
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.HexFormat;

public class Probe {
    // One row, one optional column "day", one plain page compressed by Snappy.
    static final String PAGE = "50415231" + "1500151415182c150215001506150600000a24020000000201425000001502192c4804726f77731502001502";
    static final String NAME = "25021803646179";
    static final String REST = "1602191c191c26081c1502192500061918036461791502160216361" + "63a260800001636160200280c6f7263686573747261746f7200";

    public static void main(String[] args) throws Exception {
        // Field 10 (LogicalType) with its member 6 (DATE); the other time with field 6 (ConvertedType), value 6 (DATE), before it.
        System.out.println("without: " + read(args[0], NAME + "6c6c000000") + ", with: " + read(args[0], NAME + "250c4c6c000000"));
    }

    static String read(String folder, String column) throws Exception {
        String footer = PAGE.substring(PAGE.indexOf("1502192c")) + column + REST;
        String length = String.format("%02x000000", footer.length() / 2);
        Path file = Path.of(folder, "day.parquet");
        Files.write(file, HexFormat.of().parseHex(PAGE.substring(0, PAGE.indexOf("1502192c")) + footer + length + "50415231"));
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT typeof(day) || ' ' || day FROM '" + file + "'")) {
            rows.next();
            return rows.getString(1);
        }
    }
}
JAVA
seen=$("$java" -cp "$1" "$folder/Probe.java" "$folder")
echo "$seen"
[ "$seen" = "without: INTEGER 20546, with: DATE 2026-04-03" ]
