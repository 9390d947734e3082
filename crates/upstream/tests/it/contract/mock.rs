//! A server that holds every request and every answer of its own against the description.

use super::generate::Generator;
use crate::support::{Reply, Server, account, phone, tenant};
use http::{Request, Response};
use numberline_simulator::contract::{AnswerForm, Contract, Need, Operation};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

/// How the operation under test is answered. The others are answered by their examples.
#[derive(Debug, Clone, Copy)]
pub(super) enum Mood {
    Example,
    MadeUp,
    Failing(u16),
}

pub(super) struct Mock {
    server: Server,
    found: Arc<Mutex<Found>>,
}

#[derive(Default)]
struct Found {
    mismatches: Vec<String>,
    last: String,
    asked: Vec<String>,
}

impl Mock {
    pub(super) fn start(tested: &str, mood: Mood) -> Self {
        let (found, tested) = (Arc::new(Mutex::new(Found::default())), tested.to_owned());
        let generator = Mutex::new(Generator::default());
        let noted = Arc::clone(&found);
        // Made once, which takes longer than some answers may.
        let _ = Contract::published();
        let server = Server::start_bare(move |request| {
            let request = below_its_base(request);
            let contract = Contract::published();
            let operation = contract.find(request.method(), request.uri().path());
            let Some(operation) = operation else {
                noted.lock().unwrap().mismatches.push(format!("no operation {} {}", request.method(), request.uri()));
                return Reply::Steps(Vec::new());
            };
            // To see an account made, it must be missing at first.
            let mood = match (operation.id.as_str(), tested.as_str()) {
                ("getAccount", "putAccount") => Mood::Failing(404),
                (id, tested) if id == tested => mood,
                _ => Mood::Example,
            };
            let answer = answer(operation, &request, mood, &mut generator.lock().unwrap());
            let mut found = noted.lock().unwrap();
            found.mismatches.extend(contract.check_request(&request));
            found.mismatches.extend(contract.check_answer(&request, &answer));
            found.last = String::from_utf8_lossy(answer.body()).into_owned();
            found.asked.push(operation.id.clone());
            Reply::Whole(answer)
        });
        Self { server, found }
    }

    pub(super) const fn server(&self) -> &Server {
        &self.server
    }

    /// The last body.
    pub(super) fn last(&self) -> String {
        self.found.lock().unwrap().last.clone()
    }

    /// The operation was asked for, and nobody broke the description.
    pub(super) fn assert_no_mismatch(&self, operation: &str) {
        let found = self.found.lock().unwrap();
        assert_eq!(found.mismatches, [""; 0], "{operation}");
        assert!(found.asked.iter().any(|asked| asked == operation), "{operation} was not asked for");
    }
}

/// The request, with its path below the base of its service.
fn below_its_base(request: &Request<Vec<u8>>) -> Request<Vec<u8>> {
    let target = request.uri().to_string();
    let base = ["/gateway", "/graph/v1.0", "/login"].into_iter().find(|base| target.starts_with(base)).unwrap();
    let mut request = request.clone();
    *request.uri_mut() = target[base.len()..].parse().unwrap();
    request
}

fn answer(operation: &Operation, request: &Request<Vec<u8>>, mood: Mood, made_up: &mut Generator) -> Response<Vec<u8>> {
    let (status, form) = match mood {
        Mood::Failing(status) => (status, operation.answer(status)),
        Mood::Example | Mood::MadeUp => {
            let good = |form: &&AnswerForm| form.status.is_some_and(|status| status < 300);
            let forms: Vec<_> = operation.answers.iter().filter(good).collect();
            let form = forms[if matches!(mood, Mood::MadeUp) { made_up.below(forms.len()) } else { 0 }];
            (form.status.unwrap(), Some(form))
        }
    };
    let form = form.unwrap();
    let mut response = Response::builder().status(status);
    for header in form.headers.iter().filter(|header| header.need != Need::Never) {
        let value = match header.name.to_ascii_lowercase().as_str() {
            "x-ms-client-request-id" => match request.headers().get("x-ms-client-request-id") {
                Some(value) => value.to_str().unwrap().to_owned(),
                None => continue,
            },
            "x-ms-record-count" => "412".to_owned(),
            "repeatability-result" => "accepted".to_owned(),
            _ => "\"1\"".to_owned(),
        };
        response = response.header(&header.name, value);
    }
    let Some(body) = &form.body else { return response.body(Vec::new()).unwrap() };
    let mut value = match mood {
        Mood::Example => body.example.clone(),
        Mood::MadeUp | Mood::Failing(_) => made_up.value(body.schema.value()),
    };
    assert!(body.schema.is_valid(&value), "made up against the description: {value}");
    if status < 300 {
        suit(&mut value, operation, request);
    }
    response.header("Content-Type", "application/json").body(value.to_string().into_bytes()).unwrap()
}

/// What no description says: an answer is about what was asked, and its links lead somewhere.
fn suit(value: &mut Value, operation: &Operation, request: &Request<Vec<u8>>) {
    let members = value.as_object_mut().unwrap();
    for link in ["nextLink", "@odata.nextLink"] {
        members.remove(link);
    }
    let own_rows = match operation.id.as_str() {
        "getNumber" => vec![&mut *value],
        "listAccountNumbers" => value["value"].as_array_mut().unwrap().iter_mut().collect(),
        "createOrUpdateNumbers" => value["numbers"].as_array_mut().unwrap().iter_mut().collect(),
        "getAccount" | "putAccount" => {
            if !value["serviceDetails"].is_object() {
                value["serviceDetails"] = json!({});
            }
            value["serviceDetails"]["teamsTenantId"] = json!(tenant().to_string());
            return;
        }
        "graphListNumberAssignments" if request.uri().query().unwrap_or_default().contains("$filter") => {
            value["value"].as_array_mut().unwrap().truncate(1);
            for row in value["value"].as_array_mut().unwrap() {
                row["telephoneNumber"] = json!(phone(110).to_string());
            }
            return;
        }
        "getToken" => {
            value["access_token"] = json!("some.invented-token");
            return;
        }
        _ => return,
    };
    for row in own_rows {
        row["accountName"] = json!(account().as_str());
        if operation.id == "getNumber" {
            row["telephoneNumber"] = json!(phone(110).to_string());
        }
    }
}
