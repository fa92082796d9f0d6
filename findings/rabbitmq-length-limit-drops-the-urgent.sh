#!/usr/bin/env bash
# RabbitMQ: a length limit (x-max-length, with its default overflow drop-head) on a priority queue throws away the most urgent messages
# first, and confirms every one of them: the head of a priority queue is what would be delivered next. One would expect the oldest or the
# least urgent to go. Of ten messages with priority 0 and then one with priority 9 in a queue limited to ten, the one with 9 is gone.
# overflow=reject-publish refuses (nacks) the newcomer instead, which a publisher can see.
#
# Needs a JDK 17, RabbitMQ (orchestrator-router/rabbitmq.sh installs it for root), and amqp-client with slf4j-api in ~/.m2 (any build of
# this project puts them there). Seen with RabbitMQ 3.10.8: "confirmed: 11, left: 0 0 0 0 0 0 0 0 0 0".
set -euo pipefail
broker=$(cd "$(dirname "$0")/../orchestrator-router" && pwd)/rabbitmq.sh
newest() { find ~/.m2/repository -name "$1" | sort -V | tail -1; }
jars=$(newest 'amqp-client-*[0-9].jar'):$(newest 'slf4j-api-*[0-9].jar')
folder=$(mktemp -d)
chmod 711 "$folder"
port=$((20000 + RANDOM % 8000))
"$broker" run "$folder/broker" $port > "$folder/log" 2>&1 &
pid=$!
trap '"$broker" ctl "$folder/broker" stop > /dev/null 2>&1 || true; wait $pid || true; "$broker" clear "$folder/broker" 2> /dev/null || true; rm -rf "$folder"' EXIT
mkdir "$folder/java"
cat > "$folder/java/Probe.java" <<'JAVA'
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.util.Map;

public class Probe {
    static Connection connect(ConnectionFactory factory) throws Exception {
        for (int tries = 0; ; tries++) {
            try {
                return factory.newConnection();
            } catch (IOException starting) {
                if (tries == 200) {
                    throw starting;
                }
                Thread.sleep(500);
            }
        }
    }

    public static void main(String[] args) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setPort(Integer.parseInt(args[0]));
        Connection connection = connect(factory);
        Channel channel = connection.createChannel();
        channel.queueDeclare("q", true, false, false, Map.of("x-max-priority", 9, "x-max-length", 10));
        channel.confirmSelect();
        int confirmed = 0;
        for (int i = 0; i <= 10; i++) {
            AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder().priority(i == 10 ? 9 : 0).build();
            channel.basicPublish("", "q", properties, new byte[] {1});
            confirmed += channel.waitForConfirms(5_000) ? 1 : 0;
        }
        StringBuilder left = new StringBuilder();
        for (GetResponse one = channel.basicGet("q", true); one != null; one = channel.basicGet("q", true)) {
            left.append(' ').append(one.getProps().getPriority());
        }
        System.out.println("confirmed: " + confirmed + ", left:" + left);
        connection.abort();
    }
}
JAVA
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
"$java" -cp "$jars" "$folder/java/Probe.java" $port
