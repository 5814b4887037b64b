import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;

// Speaks MongoDB's protocol on 127.0.0.1:PORT and keeps everything in memory, until it is ended.
class Server {
  public static void main(String[] arguments) {
    var server = new MongoServer(new MemoryBackend());
    server.bind("127.0.0.1", Integer.parseInt(arguments[0]));
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
  }
}
