package com.orchestrator.server.wiring;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Drivers that the WAR has brought. Left behind in the JVM's list, they would keep all of its classes after it is gone. */
final class JdbcDrivers {

    private JdbcDrivers() {}

    static void deregister() throws SQLException {
        for (Driver driver : DriverManager.drivers().filter(JdbcDrivers::isOurs).toList()) {
            DriverManager.deregisterDriver(driver);
        }
    }

    private static boolean isOurs(Driver driver) {
        return driver.getClass().getClassLoader() == JdbcDrivers.class.getClassLoader();
    }
}
