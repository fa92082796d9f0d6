package com.orchestrator.examples.payaracdi;

/** The web application in a Payara Micro. */
class PayaraCdiIT extends ContainerContract {

    @Override
    protected ProcessBuilder container(int readinessPort) {
        ProcessBuilder command = new ProcessBuilder(
                java(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-jar",
                "target/payara-micro.jar",
                "--nohazelcast",
                "--disablephonehome",
                "--port",
                Integer.toString(readinessPort),
                "--contextroot",
                "/",
                "--deploy",
                "target/payara-cdi.war");
        command.environment().put("ORCHESTRATOR_WORKER_NAME", worker());
        return command;
    }

    @Override
    protected String worker() {
        return "payara";
    }
}
