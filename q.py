import json,urllib.request
def ask(q,v=None):
    r=urllib.request.Request('http://127.0.0.1:4000/graphql',json.dumps({'query':q,'variables':v or {}}).encode(),{'content-type':'application/json'})
    return json.load(urllib.request.urlopen(r,timeout=60))
after=None;hits=[];champs=[];blind=0;n=0
while True:
    a=ask('query($a:String){accounts(first:100,after:$a){nodes{id name nps:survey(kind:NPS,prong:RELATIONAL){value plain byRole{role value n}} champion{champion contact{name}} people{blindSpot{blind} completeness{score}}} pageInfo{hasNextPage endCursor}}}',{'a':after})
    if a.get('errors'): print(a['errors'][:2])
    c=a['data']['accounts']
    for x in c['nodes']:
        n+=1; blind+=x['people']['blindSpot']['blind']
        rows={r['role']:r for r in x['nps']['byRole']}
        o=[r for k,r in rows.items() if k!='DECISION_MAKER']
        if rows.get('DECISION_MAKER',{}).get('value')==-100 and o and all(r['value']==100 for r in o) and sum(r['n'] for r in o)>=3: hits.append(x)
        if x['champion'] and x['champion']['champion']=='LEFT': champs.append(x['name'])
    if not c['pageInfo']['hasNextPage']: break
    after=c['pageInfo']['endCursor']
print(n,'blind',blind,'left',champs)
for h in hits:
    print(h['name'],h['nps'])
    print(json.dumps(ask('query($i:ID!){account(id:$i){experience{ease{index parts{code score}} interviewQueue{contact{name} reason about} prongs{prong n ageDays} expectationGaps{stage kept felt gap flag}} team{id roles contacts{interactions tickets}} stakeholders{contact{name} role influence influenceDerived lastNps valueTier reportsTo} people{unseenPlayers{contact{name title} metIn} humanTouch{ratio} dialogueRatio completeness{score missing}} timeline(first:3){edges{node{at kind title}}}}}',{'i':h['id']}))[:3500])
