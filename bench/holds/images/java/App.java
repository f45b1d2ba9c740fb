import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** A web application with threads, garbage, files and a program that it runs. */
public class App {
  interface Answer {
    String to(String query) throws Exception;
  }

  public static void main(String[] args) throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress(8080), 0);
    server.setExecutor(Executors.newFixedThreadPool(8));
    serve(server, "/digest", App::digest);
    serve(server, "/garbage", App::garbage);
    serve(server, "/note", App::note);
    serve(server, "/run", App::run);
    serve(server, "/file", App::file);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("stopped")));
    server.start();
    System.out.println("listening");
  }

  static void serve(HttpServer server, String path, Answer answer) {
    server.createContext(path, exchange -> reply(exchange, answer));
  }

  static void reply(HttpExchange exchange, Answer answer) throws IOException {
    int status = 200;
    String text;
    try {
      String query = exchange.getRequestURI().getQuery();
      text = answer.to(query == null ? "" : query);
    } catch (Exception error) {
      status = 500;
      text = error.toString();
    }
    byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  static String digest(String query) throws Exception {
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    IntStream.range(0, 20000).parallel().mapToObj(Integer::toString).sorted()
        .forEachOrdered(each -> sha.update(each.getBytes(StandardCharsets.UTF_8)));
    return HexFormat.of().formatHex(sha.digest());
  }

  static String garbage(String query) {
    List<byte[]> kept = new ArrayList<>();
    for (int turn = 0; turn < 2000; turn++) {
      kept.add(new byte[64 * 1024]);
      if (kept.size() > 200) kept.subList(0, 100).clear();
    }
    System.gc();
    return kept.size() + " kept";
  }

  static String note(String query) throws IOException {
    Path file = Files.createTempFile("note", ".txt");
    try {
      Files.writeString(file, query.repeat(1000));
      return Files.readString(file).length() + " characters";
    } finally {
      Files.delete(file);
    }
  }

  /** Runs what it is asked to, as an application does that trusts its callers too much. */
  static String run(String query) throws Exception {
    Process process = new ProcessBuilder(query.split(" ")).redirectErrorStream(true).start();
    try (InputStream output = process.getInputStream()) {
      String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() + " " + text.strip();
    }
  }

  /** The same for a file: nothing keeps `..` out of the name. */
  static String file(String query) throws IOException {
    return Files.readString(Path.of("/srv", query)).strip().lines().findFirst().orElse("");
  }
}
